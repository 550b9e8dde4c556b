import { coreSetPattern } from '../../records/scenario.js';
import { invalidRow, type FilePlace } from '../files/csv.js';
import { parseNetworks } from '../published/networks.js';
import { parseOperations } from '../published/operations.js';
import type { PublishedOperation } from '../published/published-operation.js';
import { cnnRuntime, runtimeOfTable } from '../published/table-runtime.js';
import { scenarioName, type TableScenario } from '../published/table-scenario.js';
import type { PublishedRun, PublishedRunOperation } from './published-run.js';

/** A file's text, and the name it goes by in messages. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** A published run, and where it stands. */
export interface PlacedRun {
  readonly place: FilePlace;
  readonly run: PublishedRun;
}

/** How the study executed networks, which the tables do not tell. */
export interface StudyConditions {
  /** What executed on CPUs. */
  readonly cpuDelegate: 'xnnpack' | 'builtin';
  /** Version of the runtime, as scenarios write it; by the files' names where it is left out. */
  readonly runtimeVersion?: string;
}

/** The end-to-end latencies of a table as runs. Throws TRAINING_DATA_INVALID with line and field. */
export function readNetworkTable({ file, text }: NamedText, conditions: StudyConditions): PlacedRun[] {
  return parseNetworks(text, file).flatMap(({ line, network, flops, sizeBytes, latencies }) =>
    latencies.map(({ meanUs, stdUs, ...scenario }) => {
      const field = `${scenarioName(scenario)}|mean`;
      const conditioned = runIn(scenario, { file, field }, conditions);
      const endToEnd = { flops, sizeBytes, meanUs, stdUs };
      return { place: { file, line, field }, run: { network, ...conditioned, endToEnd } };
    }),
  );
}

/** The operations of a table as runs, one for each network and scenario. Throws TRAINING_DATA_INVALID with line and field. */
export function readOperationTable({ file, text }: NamedText, conditions: StudyConditions): PlacedRun[] {
  const { scenarios, rows } = parseOperations(text, file, conditions.runtimeVersion);
  const networks = new Map<string, PublishedOperation[]>();
  for (const row of rows) {
    const before = networks.get(row.network);
    if (before === undefined) networks.set(row.network, [row]);
    else before.push(row);
  }
  return [...networks].flatMap(([network, ofNetwork]) =>
    scenarios.flatMap(({ device, cores, precision }) => {
      const scenario = { device, cores, precision };
      const field = scenarioName(scenario);
      const conditioned = runIn(scenario, { file, field }, conditions);
      const operations = ofNetwork.flatMap((row, place) => operationIn(row, place, field) ?? []);
      const [first] = ofNetwork;
      if (operations.length === 0 || first === undefined) return [];
      return [{ place: { file, line: first.line, field }, run: { network, ...conditioned, operations } }];
    }),
  );
}

/** The scenario of a column under the conditions of the study. Throws TRAINING_DATA_INVALID for one that no phone has. */
function runIn(
  { device, cores, precision }: TableScenario,
  place: Omit<FilePlace, 'line'>,
  { cpuDelegate, runtimeVersion = runtimeOfTable(place.file) }: StudyConditions,
): Omit<PublishedRun, 'network' | 'operations' | 'endToEnd'> {
  const header = { ...place, line: 1 };
  if (!coreSetPattern.test(cores) || cores === 'whole')
    throw invalidRow(header, `${cores} names no set of cores, such as 1large1med or gpu`);
  if (precision !== 'float' && precision !== 'quant')
    throw invalidRow(header, `${precision} is neither float nor quant`);
  const delegate = cores === 'gpu' ? 'gpu' : cpuDelegate;
  return { device, cores, precision, delegate, ...(runtimeVersion !== cnnRuntime && { runtimeVersion }) };
}

function operationIn(
  { operation, features, text, timings }: PublishedOperation,
  place: number,
  scenario: string,
): PublishedRunOperation | undefined {
  const timing = timings.get(scenario);
  if (timing === undefined) return undefined;
  return { place, operation, features, ...(text !== undefined && { text }), ...timing };
}
