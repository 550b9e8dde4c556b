import { GraphError } from '../../graph/errors.js';
import {
  precisionOfConfigurations,
  precisionOfGraph,
  type NetworkPrecision,
} from '../../graph/precision/precisions-of.js';
import { fitsScenario } from '../../graph/precision/scenario-precision.js';
import { precisionOfSample } from '../../records/sample.js';
import { parseScenarioKey } from '../../records/scenario.js';
import { readConfigurationsOf } from '../configuration/configurations.js';
import type { Connection } from '../connection.js';
import { readModelFile } from '../model-file/model-files.js';
import { readMeasuredSamples } from './measured-samples.js';
import type { MeasuredSample } from './measured-samples.js';

type Precisions = Pick<NetworkPrecision, 'precisions'>;

/** Samples that are looked at with one query. */
const samplesPerQuery = 500;

/**
 * Ids of samples that were measured in a scenario of another precision than theirs, before campaigns were refused for that: what
 * their models hold tells. Nothing may be learned from their runs there.
 */
export async function misplacedSampleIds(connection: Connection, scenarioKey: string): Promise<string[]> {
  const scenario = parseScenarioKey(scenarioKey);
  if (scenario === undefined) return [];
  const misplaced: string[] = [];
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const samples = await readMeasuredSamples(connection, scenarioKey, after, samplesPerQuery);
    for (const { id, runId, spec } of samples) {
      const found = precisionOfSample(spec) ?? (await precisionOfRun(connection, runId, spec));
      if (found !== undefined && !fitsScenario(found, scenario)) misplaced.push(id);
    }
    const last = samples.at(-1);
    if (last === undefined || samples.length < samplesPerQuery) return misplaced;
    after = last.id;
  }
}

/** What the operations of a run tell, or the file that was measured; GPU kernels tell nothing of their networks. */
async function precisionOfRun(
  connection: Connection,
  runId: string,
  spec: MeasuredSample['spec'],
): Promise<Precisions | undefined> {
  const configurations = await readConfigurationsOf(connection, runId);
  if (configurations.length > 0) return precisionOfConfigurations(configurations);
  if (spec.kind !== 'file' || spec.sha256 === undefined) return undefined;
  const content = await readModelFile(connection, spec.sha256);
  return content === undefined ? undefined : precisionOfFile(content);
}

async function precisionOfFile(content: Buffer): Promise<Precisions | undefined> {
  const { readTflite } = await import('../../graph/tflite/read-model.js');
  try {
    return precisionOfGraph(readTflite(content).graphs[0]);
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}
