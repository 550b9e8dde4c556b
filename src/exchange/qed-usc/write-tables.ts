import { canonicalJson } from '../../graph/canonical-json.js';
import { featureCell } from '../published/operation-features.js';
import { scenarioName } from '../published/table-scenario.js';
import { csvLine } from '../measurements/encode-text.js';
import type { PublishedRun } from './published-run.js';

/** A row of a table: the cells before those of the devices, and the cells by column. */
interface TableRow {
  readonly fixed: readonly string[];
  readonly cells: Map<string, string>;
}

/** The table of operations, in the format of `tflite_cnn_ops_gpu.csv`: names of kernels where there are any. */
export function writeOperationTable(runs: readonly PublishedRun[]): string {
  const rows = new Map<string, TableRow>();
  const columns = new Set<string>();
  for (const { run, operation } of launches(runs)) {
    const { network, device, cores } = run;
    const { place, operation: name, latencyUs, kernel } = operation;
    const feature = featureCell(operation);
    const row = rowOf(rows, [network, place, name, feature], () => [network, name, feature]);
    setCell(row, columns, scenarioName(run), String(latencyUs));
    if (cores === 'gpu') setCell(row, columns, `${device}|gpu|kernel`, kernel);
  }
  return table(['model', 'operation', 'feature'], rows, columns);
}

/** The table of end-to-end latencies, in the format of `tflite_cnn_e2e.csv`. */
export function writeNetworkTable(runs: readonly PublishedRun[]): string {
  const rows = new Map<string, TableRow>();
  const columns = new Set<string>();
  for (const { network, device, cores, precision, endToEnd } of runs) {
    if (endToEnd === undefined) continue;
    const { flops, sizeBytes, meanUs, stdUs } = endToEnd;
    const row = rowOf(rows, [network, flops, sizeBytes], () => [network, String(flops), String(sizeBytes)]);
    setCell(row, columns, `${device}|${cores}|${precision}|mean`, String(meanUs));
    setCell(row, columns, `${device}|${cores}|${precision}|std`, String(stdUs));
  }
  return table(['model', 'FLOPS', 'size'], rows, columns);
}

/** Every launch of a kernel on every device, and every operation on its processor, by network and place: rows of one network stand together, in their order. */
function launches(runs: readonly PublishedRun[]) {
  const networks = [...new Set(runs.map(({ network }) => network))];
  const order = new Map(networks.map((network, index) => [network, index]));
  return runs
    .flatMap((run) =>
      (run.operations ?? []).map((operation) => ({ run, operation, rank: order.get(run.network) ?? 0 })),
    )
    .sort((a, b) => a.rank - b.rank || a.operation.place - b.operation.place);
}

function rowOf(rows: Map<string, TableRow>, identity: unknown, fixed: () => readonly string[]): TableRow {
  const key = canonicalJson(identity);
  const row = rows.get(key) ?? { fixed: fixed(), cells: new Map<string, string>() };
  rows.set(key, row);
  return row;
}

function setCell({ cells }: TableRow, columns: Set<string>, column: string, text: string): void {
  columns.add(column);
  cells.set(column, text);
}

function table(
  fixed: readonly string[],
  rows: ReadonlyMap<string, TableRow>,
  columns: ReadonlySet<string>,
): string {
  const lines = [...rows.values()].map((row) =>
    csvLine([...row.fixed, ...Array.from(columns, (column) => row.cells.get(column) ?? '')]),
  );
  return csvLine([...fixed, ...columns]) + lines.join('');
}
