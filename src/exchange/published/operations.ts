import { invalidRow, parseCsv, requireColumn, type CsvTable, type FilePlace } from '../files/csv.js';
import { isUnmeasured, positiveNumber } from '../files/number-cells.js';
import { readFeatures } from './operation-features.js';
import type { PublishedOperation, PublishedTiming } from './published-operation.js';
import { sharedLaunches } from './shared-launches.js';
import { runtimeOfTable, tellsSizes } from './table-runtime.js';
import { scenarioName, type TableScenario } from './table-scenario.js';

export interface PublishedOperations {
  readonly file: string;
  /** Version of the runtime, as scenarios write it. */
  readonly runtimeVersion: string;
  readonly scenarios: readonly TableScenario[];
  readonly rows: readonly PublishedOperation[];
}

/** Columns of times are called `pixel4|1large|float` or `pixel4|gpu|float`, those of kernels' names `pixel4|gpu|kernel`. */
const timeColumn = /^([^|]+)\|([^|]+)\|(float|quant)$/;

/**
 * Reads a table of operations in the format of qed-usc/mobile-ml-benchmark (`tflite_cnn_ops_gpu.csv`, `tflite_cnn_real_ops_cpu.csv`,
 * `torch_…`): network, operation, features as a Python dictionary, and for every scenario a time in microseconds, on GPUs with a kernel's
 * name. The runtime is told by the file's name where it is left out. Throws TRAINING_DATA_INVALID with line and field for what is missing,
 * not a number, not above 0, or told twice.
 */
export function parseOperations(
  text: string,
  file: string,
  runtimeVersion = runtimeOfTable(file),
): PublishedOperations {
  const table = parseCsv(text, file);
  const scenarios = scenarioColumns(table);
  const columns = {
    network: requireColumn(table, 'model'),
    operation: requireColumn(table, 'operation'),
    feature: requireColumn(table, 'feature'),
  };
  // Whatever version it was measured with: what cells hold follows from the kind of table.
  const isSized = tellsSizes(file, runtimeVersion);
  const rows = table.rows.map(({ line, cells }): PublishedOperation => {
    const text = (index: number, field: string) => requireText(cells[index], { file, line, field });
    const operation = text(columns.operation, 'operation');
    const feature = (cells[columns.feature] ?? '').trim();
    const place = { file, line, field: 'feature' };
    return {
      line,
      network: text(columns.network, 'model'),
      operation,
      ...readFeatures(operation, feature, isSized, place),
      timings: readTimings(scenarios, cells, { file, line }),
    };
  });
  const [first] = rows;
  if (first === undefined) throw invalidRow({ file, line: 1 }, 'there are no rows below the header');
  if (rows.every(({ timings }) => timings.size === 0))
    throw invalidRow({ file, line: first.line }, 'no device has a time');
  const names = scenarios.map(scenarioName);
  return { file, runtimeVersion, scenarios, rows: sharedLaunches(file, names, rows) };
}

interface ScenarioColumns extends TableScenario {
  readonly timeColumn: number;
  /** −1 where the file has none. */
  readonly kernelColumn: number;
}

function scenarioColumns(table: CsvTable): ScenarioColumns[] {
  const scenarios = table.columns.flatMap((name, index) => {
    const [, device, cores, precision] = timeColumn.exec(name) ?? [];
    if (device === undefined || cores === undefined || precision === undefined) return [];
    const kernelColumn = table.columns.indexOf(`${device}|${cores}|kernel`);
    return [{ device, cores, precision, timeColumn: index, kernelColumn }];
  });
  if (scenarios.length > 0) return scenarios;
  throw invalidRow(
    { file: table.file, line: 1 },
    'no column is called DEVICE|gpu|float or DEVICE|CORES|float',
  );
}

function readTimings(scenarios: readonly ScenarioColumns[], cells: readonly string[], place: FilePlace) {
  const timings = new Map<string, PublishedTiming>();
  for (const scenario of scenarios) {
    const cell = (cells[scenario.timeColumn] ?? '').trim();
    if (isUnmeasured(cell)) continue;
    const name = scenarioName(scenario);
    const latencyUs = positiveNumber(cell, { ...place, field: name });
    const kernel = cells[scenario.kernelColumn]?.trim() ?? '';
    timings.set(name, { latencyUs, kernel: isUnmeasured(kernel) ? '' : kernel });
  }
  return timings;
}

function requireText(cell: string | undefined, place: FilePlace): string {
  const text = (cell ?? '').trim();
  if (text !== '') return text;
  throw invalidRow(place, 'the cell is empty');
}
