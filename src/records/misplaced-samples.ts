import type { Pool, PoolClient } from 'pg';

import {
  fitsScenario,
  GraphError,
  precisionOfConfigurations,
  precisionOfGraph,
  readTflite,
} from '../graph/index.js';
import type { NetworkPrecision, OperationConfiguration } from '../graph/index.js';
import { precisionOfSample } from './sample.js';
import type { SampleSpec } from './sample.js';
import { parseScenarioKey } from './scenario.js';

type Queryable = Pick<Pool | PoolClient, 'query'>;
type Precisions = Pick<NetworkPrecision, 'precisions'>;

/** Samples that are looked at with one query. */
const samplesPerQuery = 500;

/**
 * Ids of samples that were measured in a scenario of another precision than theirs, before campaigns were refused for that: what
 * their models hold tells. Nothing may be learned from their runs there.
 */
export async function misplacedSampleIds(database: Queryable, scenarioKey: string): Promise<string[]> {
  const scenario = parseScenarioKey(scenarioKey);
  if (scenario === undefined) return [];
  const misplaced: string[] = [];
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const samples = await measuredSamples(database, scenarioKey, after);
    for (const { id, runId, spec } of samples) {
      const found = precisionOfSample(spec) ?? (await precisionOfRun(database, runId, spec));
      if (found !== undefined && !fitsScenario(found, scenario)) misplaced.push(id);
    }
    const last = samples.at(-1);
    if (last === undefined || samples.length < samplesPerQuery) return misplaced;
    after = last.id;
  }
}

interface MeasuredSample {
  readonly id: string;
  readonly runId: string;
  readonly spec: Partial<SampleSpec>;
}

async function measuredSamples(
  database: Queryable,
  scenarioKey: string,
  after: string,
): Promise<readonly MeasuredSample[]> {
  const { rows } = await database.query<MeasuredSample>(
    `SELECT m.id, m.spec, r.id AS "runId" FROM "Sample" m CROSS JOIN LATERAL
       (SELECT o.id FROM "Run" o JOIN "Scenario" s ON s.id = o."scenarioId"
         WHERE o."sampleId" = m.id AND s.key = $1 AND o.state = 'DONE' AND o.verdict = 'ok' LIMIT 1) r
      WHERE m.id > $2 ORDER BY m.id LIMIT ${samplesPerQuery}`,
    [scenarioKey, after],
  );
  return rows;
}

/** What the operations of a run tell, or the file that was measured; GPU kernels tell nothing of their networks. */
async function precisionOfRun(
  database: Queryable,
  runId: string,
  spec: MeasuredSample['spec'],
): Promise<Precisions | undefined> {
  const { rows } = await database.query<{ spec: OperationConfiguration }>(
    `SELECT c.spec FROM "OpTiming" t JOIN "Configuration" c ON c.hash = t."configurationHash" WHERE t."runId" = $1`,
    [runId],
  );
  if (rows.length > 0) return precisionOfConfigurations(rows.map((row) => row.spec));
  if (spec.kind !== 'file' || spec.sha256 === undefined) return undefined;
  const files = await database.query<{ content: Buffer }>(
    'SELECT content FROM "ModelFile" WHERE sha256 = $1',
    [spec.sha256],
  );
  const content = files.rows[0]?.content;
  return content === undefined ? undefined : precisionOfFile(content);
}

function precisionOfFile(content: Buffer): Precisions | undefined {
  try {
    return precisionOfGraph(readTflite(content).graphs[0]);
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}
