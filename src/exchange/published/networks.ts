import { invalidRow, parseCsv, requireColumn } from '../files/csv.js';
import { isUnmeasured, number, positiveNumber } from '../files/number-cells.js';

/** What a network takes from end to end in one scenario of one device. */
export interface PublishedLatency {
  readonly device: string;
  /** Core set as the paper writes it, or `gpu`. */
  readonly cores: string;
  /** `float` or `quant`. */
  readonly precision: string;
  readonly meanUs: number;
  readonly stdUs: number;
}

export interface PublishedNetwork {
  readonly line: number;
  readonly network: string;
  /** 2 per multiplication with an addition. */
  readonly flops: number;
  /** Of the float32 .tflite file. */
  readonly sizeBytes: number;
  readonly latencies: readonly PublishedLatency[];
}

const meanColumn = /^([^|]+)\|([^|]+)\|([^|]+)\|mean$/;

/**
 * Reads a table of whole networks in the format of qed-usc/mobile-ml-benchmark (`tflite_cnn_e2e.csv`, `torch_…`): network, FLOPS, size,
 * and `DEVICE|CORES|PRECISION|mean` and `|std` in microseconds for every scenario. Throws TRAINING_DATA_INVALID with line and field
 * for what is missing, not a number, below 0, or contradicts another row.
 */
export function parseNetworks(text: string, file: string): PublishedNetwork[] {
  const table = parseCsv(text, file);
  const scenarios = table.columns.flatMap((name, column) => {
    const [, device, cores, precision] = meanColumn.exec(name) ?? [];
    if (device === undefined || cores === undefined || precision === undefined) return [];
    const stdColumn = requireColumn(table, `${device}|${cores}|${precision}|std`);
    return [{ device, cores, precision, name, column, stdColumn }];
  });
  if (scenarios.length === 0)
    throw invalidRow({ file, line: 1 }, 'no column is called DEVICE|CORES|PRECISION|mean');
  // The tables of PyTorch write it small.
  const flopsColumn = table.columns.includes('flops') ? 'flops' : 'FLOPS';
  const [model, flops, sizeBytes] = ['model', flopsColumn, 'size'].map((name) =>
    requireColumn(table, name),
  ) as [number, number, number];
  const lines = new Map<string, number>();
  return table.rows.map(({ line, cells }) => {
    const cell = (column: number) => cells[column] ?? '';
    const network = cell(model).trim();
    const before = lines.get(network);
    if (before !== undefined) {
      throw invalidRow({ file, line, field: 'model' }, `${network} is told twice, first in line ${before}`);
    }
    lines.set(network, line);
    const latencies = scenarios.flatMap(({ device, cores, precision, name, column, stdColumn }) => {
      if (isUnmeasured(cell(column))) return [];
      const meanUs = positiveNumber(cell(column), { file, line, field: name });
      const field = name.replace(/mean$/, 'std');
      const stdUs = isUnmeasured(cell(stdColumn)) ? 0 : number(cell(stdColumn), { file, line, field });
      if (stdUs < 0) throw invalidRow({ file, line, field }, `${stdUs} is below 0`);
      return [{ device, cores, precision, meanUs, stdUs }];
    });
    return {
      line,
      network,
      flops: positiveNumber(cell(flops), { file, line, field: flopsColumn }),
      sizeBytes: positiveNumber(cell(sizeBytes), { file, line, field: 'size' }),
      latencies,
    };
  });
}
