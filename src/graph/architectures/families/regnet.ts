import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { sum } from '../blocks/elementwise.js';
import { squeezeExcitation } from '../blocks/squeeze-excitation.js';
import { channelsOf } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';

/** The paper's parametrisation: widths follow a quantized line over the blocks. */
interface RegNetConfiguration {
  /** Blocks in all. */
  readonly depth: number;
  /** Channels of the first block, and how much they grow from block to block before they are quantized. */
  readonly initialWidth: number;
  readonly slope: number;
  /** Ratio of the widths of two stages. */
  readonly multiplier: number;
  readonly groupWidth: number;
  /** Whether blocks have squeeze and excitation (RegNetY). */
  readonly excited: boolean;
}

type Row = readonly [
  depth: number,
  initialWidth: number,
  slope: number,
  multiplier: number,
  groupWidth: number,
];

const x = (...row: Row) => configuration(row, false);
const y = (...row: Row) => configuration(row, true);

export const regNet = defineFamily<RegNetConfiguration>({
  name: 'regnet',
  papers: ['Designing Network Design Spaces (arXiv 2003.13678)'],
  configurations: {
    regnetx002: x(13, 24, 36.44, 2.49, 8),
    regnetx004: x(22, 24, 24.48, 2.54, 16),
    regnetx006: x(16, 48, 36.97, 2.24, 24),
    regnetx008: x(16, 56, 35.73, 2.28, 16),
    regnetx016: x(18, 80, 34.01, 2.25, 24),
    regnety002: y(13, 24, 36.44, 2.49, 8),
    regnety004: y(16, 48, 27.89, 2.09, 8),
    regnety006: y(15, 48, 32.54, 2.32, 16),
    regnety008: y(14, 56, 38.84, 2.4, 16),
    regnety016: y(27, 48, 20.71, 2.65, 24),
  },
  build(builder, image, configuration) {
    let value = convolution(builder, image, { filters: 32, kernel: 3, stride: 2, activation: 'relu' });
    let previous = 0;
    for (const filters of widthsOf(configuration)) {
      const groups = filters / Math.min(configuration.groupWidth, filters);
      const stride = filters === previous ? 1 : 2;
      value = regNetUnit(builder, value, { filters, groups, stride, excited: configuration.excited });
      previous = filters;
    }
    return linearClassifier(builder, value);
  },
});

function configuration(row: Row, excited: boolean): RegNetConfiguration {
  const [depth, initialWidth, slope, multiplier, groupWidth] = row;
  return { depth, initialWidth, slope, multiplier, groupWidth, excited };
}

/** Channels of every block: equations 2 to 4 of the paper, then rounded to multiples of 8 and of the group width. */
function widthsOf({
  depth,
  initialWidth,
  slope,
  multiplier,
  groupWidth,
}: RegNetConfiguration): readonly number[] {
  return Array.from({ length: depth }, (_, block) => {
    const onLine = initialWidth + slope * block;
    const exponent = roundHalfToEven(Math.log(onLine / initialWidth) / Math.log(multiplier));
    const width = roundHalfToEven((initialWidth * multiplier ** exponent) / 8) * 8;
    return roundHalfToEven(width / Math.min(groupWidth, width)) * Math.min(groupWidth, width);
  });
}

/** IEEE 754's rounding, which the reference implementation's language has by default. */
function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

interface UnitOptions {
  readonly filters: number;
  readonly groups: number;
  readonly stride: number;
  readonly excited: boolean;
}

function regNetUnit(
  builder: GraphBuilder,
  input: Value,
  { filters, groups, stride, excited }: UnitOptions,
): Value {
  let body = convolution(builder, input, { filters, activation: 'relu' });
  body = convolution(builder, body, { filters, kernel: 3, stride, groups, activation: 'relu' });
  if (excited)
    body = squeezeExcitation(builder, body, { squeezedChannels: Math.floor(channelsOf(input) / 4) });
  body = convolution(builder, body, { filters });
  const projects = stride !== 1 || channelsOf(input) !== filters;
  const shortcut = projects ? convolution(builder, input, { filters, stride }) : input;
  return sum(builder, body, shortcut, 'relu');
}
