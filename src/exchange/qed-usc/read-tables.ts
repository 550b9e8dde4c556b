import { coreSetPattern } from '../../records/scenario.js';
import { invalidRow, type FilePlace } from '../files/csv.js';
import { parseNetworks } from '../published/networks.js';
import { parseOperations, type PublishedOperation } from '../published/operations.js';
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

/** How the study ran TFLite on CPUs, which the tables do not tell. */
export type CpuDelegate = 'xnnpack' | 'builtin';

/** The end-to-end latencies of a table as runs. Throws TRAINING_DATA_INVALID with line and field. */
export function readNetworkTable({ file, text }: NamedText, cpuDelegate: CpuDelegate): PlacedRun[] {
  return parseNetworks(text, file).flatMap(({ line, network, flops, sizeBytes, latencies }) =>
    latencies.map(({ device, cores, precision, meanUs, stdUs }) => {
      const field = `${device}|${cores}|${precision}|mean`;
      if (!coreSetPattern.test(cores)) {
        throw invalidRow(
          { file, line: 1, field },
          `${cores} names no set of cores, such as 1large1med or gpu`,
        );
      }
      if (precision !== 'float' && precision !== 'quant') {
        throw invalidRow({ file, line: 1, field }, `${precision} is neither float nor quant`);
      }
      const delegate = cores === 'gpu' ? 'gpu' : cpuDelegate;
      const endToEnd = { flops, sizeBytes, meanUs, stdUs };
      return { place: { file, line, field }, run: { network, device, cores, precision, delegate, endToEnd } };
    }),
  );
}

/** The kernels of a table as runs, one for each network and device. Throws TRAINING_DATA_INVALID with line and field. */
export function readOperationTable({ file, text }: NamedText): PlacedRun[] {
  const { devices, rows } = parseOperations(text, file);
  const networks = new Map<string, PublishedOperation[]>();
  for (const row of rows) {
    const before = networks.get(row.network);
    if (before === undefined) networks.set(row.network, [row]);
    else before.push(row);
  }
  return [...networks].flatMap(([network, ofNetwork]) =>
    devices.flatMap((device) => {
      const operations = ofNetwork.flatMap((row, place) => operationOn(row, place, device) ?? []);
      const [first] = ofNetwork;
      if (operations.length === 0 || first === undefined) return [];
      const place = { file, line: first.line, field: `${device}|gpu|float` };
      const scenario = { cores: 'gpu', precision: 'float', delegate: 'gpu' } as const;
      return [{ place, run: { network, device, ...scenario, operations } }];
    }),
  );
}

function operationOn(
  row: PublishedOperation,
  place: number,
  device: string,
): PublishedRunOperation | undefined {
  const timing = row.timings.get(device);
  if (timing === undefined) return undefined;
  const { operation, features } = row;
  return { place, operation, features, ...timing };
}
