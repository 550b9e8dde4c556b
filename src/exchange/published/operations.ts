import type { OperationSizes } from '../../predictor/features/operation-sizes.js';
import { invalidRow, parseCsv, requireColumn, type CsvTable, type FilePlace } from '../files/csv.js';
import { parsePythonDictionary } from '../files/python-dictionary.js';

/** What one device takes for one kernel. */
export interface PublishedTiming {
  readonly latencyUs: number;
  /** The kernel's name with its node numbers; empty where the file has no column of names for the device. */
  readonly kernel: string;
  /**
   * Where one launch executes the operations of several rows, as Apple's GPUs do a depthwise convolution and the 1×1 after it: whether the
   * row is the first of them. The time is that of the launch, and counts once.
   */
  readonly launch?: 'first' | 'rest';
}

/** One launch of a GPU kernel in one network. */
export interface PublishedOperation {
  readonly line: number;
  readonly network: string;
  readonly operation: string;
  readonly features: OperationSizes;
  /** By device; a device without a measurement of this row has none. */
  readonly timings: ReadonlyMap<string, PublishedTiming>;
}

export interface PublishedOperations {
  readonly file: string;
  readonly devices: readonly string[];
  readonly rows: readonly PublishedOperation[];
}

/** Names of features in the table, and what they are called here. */
export const featureKeys = {
  Input_shape: 'inputSide',
  Input_channel: 'inputChannels',
  Output_shape: 'outputSide',
  Stride: 'stride',
  Kernel: 'kernel',
  Filter: 'filters',
  Group: 'groups',
  FLOPS: 'flops',
} as const satisfies Readonly<Record<string, keyof OperationSizes>>;

/** Columns of times are called `pixel4|gpu|float`, those of kernel names `pixel4|gpu|kernel`. */
const timeColumn = /^([^|]+)\|gpu\|float$/;

/**
 * Reads a table of GPU operations in the format of `tflite_cnn_ops_gpu.csv` of qed-usc/mobile-ml-benchmark: network, operation,
 * features as a Python dictionary, and for every device a time in microseconds and a kernel name. Throws TRAINING_DATA_INVALID
 * with line and field for what is missing, not a number, not above 0, or told twice.
 */
export function parseOperations(text: string, file: string): PublishedOperations {
  const table = parseCsv(text, file);
  const devices = deviceColumns(table);
  const columns = {
    network: requireColumn(table, 'model'),
    operation: requireColumn(table, 'operation'),
    feature: requireColumn(table, 'feature'),
  };
  if (table.rows.length === 0) throw invalidRow({ file, line: 1 }, 'there are no rows below the header');
  const rows = table.rows.map(({ line, cells }): PublishedOperation => {
    const text = (index: number, field: string) => requireText(cells[index], { file, line, field });
    return {
      line,
      network: text(columns.network, 'model'),
      operation: text(columns.operation, 'operation'),
      features: parseFeatures(text(columns.feature, 'feature'), { file, line, field: 'feature' }),
      timings: readTimings(devices, cells, { file, line }),
    };
  });
  const names = devices.map(({ device }) => device);
  return { file, devices: names, rows: withSharedLaunches(file, names, rows) };
}

interface DeviceColumns {
  readonly device: string;
  readonly timeColumn: number;
  /** −1 where the file has none. */
  readonly kernelColumn: number;
}

function deviceColumns(table: CsvTable): DeviceColumns[] {
  const devices = table.columns.flatMap((name, index) => {
    const device = timeColumn.exec(name)?.[1];
    if (device === undefined) return [];
    return [{ device, timeColumn: index, kernelColumn: table.columns.indexOf(`${device}|gpu|kernel`) }];
  });
  if (devices.length > 0) return devices;
  throw invalidRow({ file: table.file, line: 1 }, 'no column is called DEVICE|gpu|float');
}

function readTimings(devices: readonly DeviceColumns[], cells: readonly string[], place: FilePlace) {
  const timings = new Map<string, PublishedTiming>();
  for (const { device, timeColumn: column, kernelColumn } of devices) {
    const cell = (cells[column] ?? '').trim();
    if (isUnmeasured(cell)) continue;
    const latencyUs = positiveNumber(cell, { ...place, field: `${device}|gpu|float` });
    timings.set(device, { latencyUs, kernel: cells[kernelColumn]?.trim() ?? '' });
  }
  const told = devices.some(({ timeColumn: column }) => (cells[column] ?? '').trim() !== '');
  if (!told) throw invalidRow(place, 'no device has a time');
  return timings;
}

function parseFeatures(text: string, place: FilePlace): OperationSizes {
  const dictionary = parsePythonDictionary(text);
  if (dictionary === undefined)
    throw invalidRow(place, 'this is not a Python dictionary of strings and numbers');
  const features: Partial<Record<keyof OperationSizes, number>> = {};
  for (const [key, name] of Object.entries(featureKeys)) {
    const value = dictionary.get(key);
    if (value === undefined)
      throw invalidRow({ ...place, field: `feature.${key}` }, 'the feature is missing');
    if (value !== '-') features[name] = size(value, { ...place, field: `feature.${key}` });
  }
  return features;
}

/**
 * A launch of a kernel has a name of its own in its network: rows of one name that stand together and tell one time are one launch, any
 * other repeat would count it twice.
 */
function withSharedLaunches(
  file: string,
  devices: readonly string[],
  rows: readonly PublishedOperation[],
): readonly PublishedOperation[] {
  const timings = rows.map((row) => new Map(row.timings));
  for (const device of devices) {
    const places = new Map<string, number>();
    for (const [index, { network, line }] of rows.entries()) {
      const timing = timings[index]?.get(device);
      if (timing === undefined || timing.kernel === '') continue;
      const name = `${network} ${timing.kernel}`;
      const before = places.get(name);
      places.set(name, index);
      if (before === undefined) continue;
      const first = timings[before]?.get(device);
      if (before !== index - 1 || first?.latencyUs !== timing.latencyUs) {
        throw invalidRow(
          { file, line, field: `${device}|gpu|kernel` },
          `${timing.kernel} of ${network} is told twice, first in line ${rows[before]?.line ?? line}`,
        );
      }
      timings[before]?.set(device, { launch: 'first', ...first });
      timings[index]?.set(device, { ...timing, launch: 'rest' });
    }
  }
  return rows.map((row, index) => ({ ...row, timings: timings[index] ?? row.timings }));
}

/** A finite number above 0. */
export function positiveNumber(text: string, place: FilePlace): number {
  const value = number(text, place);
  if (value > 0) return value;
  throw invalidRow(place, `${text} is not above 0`);
}

/** A finite number in decimal notation. */
export function number(text: string, place: FilePlace): number {
  const value = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text.trim()) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw invalidRow(place, `${JSON.stringify(text.slice(0, 40))} is not a number`);
}

function size(text: string, place: FilePlace): number {
  const value = number(text, place);
  if (value >= 0 && Number.isSafeInteger(value)) return value;
  throw invalidRow(place, `${text} is not a whole number of at least 0`);
}

function requireText(cell: string | undefined, place: FilePlace): string {
  const text = (cell ?? '').trim();
  if (text !== '') return text;
  throw invalidRow(place, 'the cell is empty');
}

/** Tables leave a cell empty, or write `nan`, where something was not measured. */
export function isUnmeasured(text: string): boolean {
  return /^(?:nan)?$/i.test(text.trim());
}
