import { buildArchitecture, readTflite, type Graph } from '../../../graph/index.js';
import type { Database } from '../../../platform/database/index.js';
import type { SampleSpec } from '../../../records/sample.js';
import { misplacedSampleIds } from '../../../tables/sample/misplaced-samples.js';
import { groupBy } from '../../material/latency-rows.js';

/** A network that the farm measured: its graph, and means over its runs, µs. */
export interface MeasuredGraph {
  readonly name: string;
  readonly contentHash: string;
  readonly graph: Graph;
  /** One inference, as the benchmark tool tells it of the run as a whole. */
  readonly inferenceUs: number;
  /** Time of each operation in the profile of the run, by its index in the graph. */
  readonly operationUs: ReadonlyMap<number, number>;
  /** Of every run that was measured. */
  readonly verdicts: readonly string[];
}

/** Which measurements. */
export interface MeasuredGraphQuery {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  /** Only of this campaign. */
  readonly campaignId?: string;
}

interface RunRow {
  readonly id: string;
  readonly name: string;
  readonly contentHash: string;
  readonly spec: SampleSpec;
  readonly verdict: string;
  readonly inferenceMeanUs: number;
}

/**
 * The networks of the scenario's precision that were measured on a device model, in alphabetical order. Runs that may not be learned from count only
 * where there is no better one.
 */
export async function readMeasuredGraphs(
  { pool }: Database,
  { deviceModel, scenarioKey, campaignId }: MeasuredGraphQuery,
): Promise<MeasuredGraph[]> {
  const misplaced = await misplacedSampleIds(pool, scenarioKey);
  const { rows } = await pool.query<RunRow>(
    `SELECT r.id, m.name, m."contentHash", m.spec, r.verdict, r."inferenceMeanUs"
       FROM "Run" r JOIN "Sample" m ON m.id = r."sampleId" JOIN "Scenario" s ON s.id = r."scenarioId"
       JOIN "Pool" p ON p.id = r."poolId"
      WHERE p."deviceModel" = $1 AND s.key = $2 AND ($3::uuid IS NULL OR r."campaignId" = $3)
        AND m.kind <> 'OPERATIONS' AND r.state = 'DONE' AND r."inferenceMeanUs" IS NOT NULL
        AND m.id <> ALL($4::uuid[])
      ORDER BY m.name, m."contentHash", r.repetition, r.id`,
    [deviceModel, scenarioKey, campaignId ?? null, misplaced],
  );
  const networks = [...groupBy(rows, ({ contentHash }) => contentHash).values()];
  return Promise.all(networks.map((runs) => measuredGraph(pool, runs)));
}

async function measuredGraph(pool: Database['pool'], all: readonly RunRow[]): Promise<MeasuredGraph> {
  const good = all.filter(({ verdict }) => verdict === 'ok');
  const runs = good.length > 0 ? good : all;
  const { name, contentHash, spec } = all[0] as RunRow;
  const ids = runs.map(({ id }) => id);
  return {
    name,
    contentHash,
    graph: await graphOf(pool, spec),
    inferenceUs: runs.reduce((sum, { inferenceMeanUs }) => sum + inferenceMeanUs, 0) / runs.length,
    operationUs: await operationTimes(pool, ids),
    verdicts: all.map(({ verdict }) => verdict),
  };
}

async function graphOf(pool: Database['pool'], spec: SampleSpec): Promise<Graph> {
  if (spec.kind === 'architecture') return buildArchitecture(spec.name, { precision: spec.precision });
  if (spec.kind !== 'file') throw new TypeError(`A sample of kind ${spec.kind} is no network.`);
  const { rows } = await pool.query<{ content: Buffer }>(
    'SELECT content FROM "ModelFile" WHERE sha256 = $1',
    [spec.sha256],
  );
  const [file] = rows;
  if (file === undefined) throw new Error(`The model file of ${spec.name} is not stored.`);
  return readTflite(file.content).graphs[0];
}

async function operationTimes(
  pool: Database['pool'],
  runIds: readonly string[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await pool.query<{ operationIndex: number; meanUs: number }>(
    `SELECT "operationIndex", sum("meanUs") / $2 AS "meanUs" FROM "OpTiming"
      WHERE "runId" = ANY($1::uuid[]) AND "operationIndex" IS NOT NULL GROUP BY "operationIndex"`,
    [runIds, runIds.length],
  );
  return new Map(rows.map(({ operationIndex, meanUs }) => [operationIndex, meanUs]));
}
