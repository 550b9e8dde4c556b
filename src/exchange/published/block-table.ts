import type { FeatureRecord } from '../../learning/model/feature-table.js';
import { invalidRow, parseCsv, requireColumn, type FilePlace } from '../files/csv.js';
import { positiveNumber } from '../files/number-cells.js';

/** A block of a network, measured on one device. */
export interface PublishedBlock {
  /** Type of the block: blocks of a type are learned together. */
  readonly kernelGroup: string;
  /** The block's key in the table. */
  readonly configuration: string;
  readonly features: FeatureRecord;
  readonly latencyUs: number;
}

/**
 * Reads a table of blocks of networks on a CPU in the format of `tflite_cpu_block_lut_pixel4.csv` (nn-Meter): key, type, parts, and a
 * column of milliseconds a device. The types are the blocks of a NAS space: `conv` (mobile inverted bottleneck with or
 * without squeeze-and-excite), `transds` (downsampling), `transffn`, `transattn`, `mbpool`, `firstconv`. Throws
 * TRAINING_DATA_INVALID with line and field for what is missing, unknown, not a number, or told twice.
 */
export function parseBlockTable(text: string, file: string, device: string): PublishedBlock[] {
  const table = parseCsv(text, file);
  const [key, type, parts, time] = ['key', 'type', 'parts', device].map((name) =>
    requireColumn(table, name),
  ) as [number, number, number, number];
  const lines = new Map<string, number>();
  return table.rows.map(({ line, cells }) => {
    const cell = (column: number) => cells[column] ?? '';
    const before = lines.get(cell(key));
    if (before !== undefined) {
      throw invalidRow({ file, line, field: 'key' }, `${cell(key)} is told twice, first in line ${before}`);
    }
    lines.set(cell(key), line);
    return {
      kernelGroup: cell(type),
      configuration: cell(key),
      features: blockFeatures(cell(type), cell(parts), { file, line, field: 'parts' }),
      latencyUs: 1000 * positiveNumber(cell(time), { file, line, field: device }),
    };
  });
}

/** Sizes and work of a block, from its type and the parts of its key. */
function blockFeatures(type: string, parts: string, place: FilePlace): FeatureRecord {
  const numbers = (pattern: RegExp): number[] => {
    const match = pattern.exec(parts);
    if (match === null) throw invalidRow(place, `${JSON.stringify(parts)} is not the key of a ${type} block`);
    return match.slice(1).map((group) => (/^\d+$/.test(group) ? Number(group) : flagOf(group)));
  };
  switch (type) {
    case 'conv':
      return bottleneck(numbers(/^(\d+)_(\d+)_(\d+)_(\d+)_(\d+)_(relu|hard_swish)_(\d+)_(se|nose)$/));
    case 'transds':
      return downsampling(numbers(/^(\d+)_(\d+)_(\d+)_(\d+)_(\d+)$/));
    case 'transffn':
      return feedForward(numbers(/^(\d+)_(\d+)_(\d+)_(relu|hard_swish)_(\w+)$/));
    case 'transattn':
      return attention(numbers(/^(\d+)_(\d+)_(relu|hard_swish)_(\d+)_(\w+)$/));
    case 'mbpool':
      return pooledHead(numbers(/^(\d+)_(\d+)_(\d+)_(\d+)_(relu|hard_swish)$/));
    case 'firstconv':
      return firstConvolution(numbers(/^(\d+)_(\d+)_(\d+)_(\d+)_(\d+)$/));
    default:
      throw invalidRow({ ...place, field: 'type' }, `${JSON.stringify(type)} is not a known type of block`);
  }
}

/** What is costlier (hard_swish, squeeze-and-excite, layer norm) is 1, the cheaper alternative 0. */
function flagOf(name: string): number {
  return ['hard_swish', 'se', 'ln'].includes(name) ? 1 : 0;
}

type Parts = readonly number[];

function bottleneck([
  side = 0,
  input = 0,
  output = 0,
  expansion = 0,
  stride = 1,
  swish = 0,
  kernel = 0,
  excite = 0,
]: Parts) {
  const hidden = input * expansion;
  const [pixels, outputPixels] = [side ** 2, Math.ceil(side / stride) ** 2];
  return {
    side,
    inputChannels: input,
    outputChannels: output,
    expansion,
    stride,
    kernel,
    isSwish: swish,
    hasExcite: excite,
    hiddenChannels: hidden,
    'macs expand': expansion === 1 ? 0 : pixels * input * hidden,
    'macs depthwise': outputPixels * hidden * kernel ** 2,
    'macs project': outputPixels * hidden * output,
    'macs excite': excite * hidden * Math.ceil(hidden / 4) * 2,
    'loop expanded': pixels * hidden,
    'loop depthwise': outputPixels * hidden,
    'loop swish': swish * (pixels + outputPixels) * hidden,
    'loop excite': excite * outputPixels * hidden,
    inputElements: pixels * input,
    outputElements: outputPixels * output,
  };
}

function downsampling([side = 0, input = 0, output = 0, stride = 1, expansion = 0]: Parts) {
  return bottleneck([side, input, output, expansion, stride, 1, 3, 0]);
}

function feedForward([side = 0, channels = 0, expansion = 0, swish = 0]: Parts) {
  const pixels = side ** 2;
  return {
    side,
    channels,
    expansion,
    isSwish: swish,
    'macs expand': 2 * pixels * channels ** 2 * expansion,
    'loop expanded': pixels * channels * expansion,
    inputElements: pixels * channels,
  };
}

function attention([side = 0, channels = 0, swish = 0, valueRatio = 0]: Parts) {
  const tokens = side ** 2;
  return {
    side,
    channels,
    isSwish: swish,
    valueRatio,
    'macs keys': tokens * channels ** 2,
    'macs values': tokens * channels ** 2 * valueRatio,
    'macs scores': tokens ** 2 * channels,
    'macs sums': tokens ** 2 * channels * valueRatio,
    'loop scores': tokens ** 2,
    'loop values': tokens * channels * valueRatio,
    inputElements: tokens * channels,
  };
}

function pooledHead([side = 0, input = 0, output = 0, expansion = 0, swish = 0]: Parts) {
  const hidden = input * expansion;
  return {
    side,
    inputChannels: input,
    outputChannels: output,
    expansion,
    isSwish: swish,
    'macs expand': side ** 2 * input * hidden,
    'macs head': hidden * output,
    'loop expanded': side ** 2 * hidden,
    inputElements: side ** 2 * input,
  };
}

function firstConvolution([side = 0, input = 0, output = 0, stride = 1, kernel = 0]: Parts) {
  const outputPixels = Math.ceil(side / stride) ** 2;
  return {
    side,
    inputChannels: input,
    outputChannels: output,
    stride,
    kernel,
    'macs first': outputPixels * input * output * kernel ** 2,
    inputElements: side ** 2 * input,
    outputElements: outputPixels * output,
  };
}
