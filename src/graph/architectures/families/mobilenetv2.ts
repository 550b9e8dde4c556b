import { convolutionalClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import type { MobileUnit } from '../blocks/mobile-units.js';
import { mobileUnits } from '../blocks/mobile-units.js';
import { defineFamily } from '../family.js';

interface MobileNetV2Configuration {
  /** By which all numbers of channels but the last are multiplied, and rounded down. */
  readonly width: number;
  /** Whether the first unit, of expansion 1, has a 1×1 convolution too. */
  readonly alwaysExpand: boolean;
}

const units: readonly MobileUnit[] = [
  [3, 1, 16, 1],
  [3, 6, 24, 2],
  [3, 6, 24, 1],
  [3, 6, 32, 2],
  [3, 6, 32, 1],
  [3, 6, 32, 1],
  [3, 6, 64, 2],
  [3, 6, 64, 1],
  [3, 6, 64, 1],
  [3, 6, 64, 1],
  [3, 6, 96, 1],
  [3, 6, 96, 1],
  [3, 6, 96, 1],
  [3, 6, 160, 2],
  [3, 6, 160, 1],
  [3, 6, 160, 1],
  [3, 6, 320, 1],
];

export const mobileNetV2 = defineFamily<MobileNetV2Configuration>({
  name: 'mobilenetv2',
  papers: ['MobileNetV2: Inverted Residuals and Linear Bottlenecks (arXiv 1801.04381)'],
  configurations: {
    mobilenetv2_w1: { width: 1, alwaysExpand: true },
    mobilenetv2_w3d4: { width: 0.75, alwaysExpand: true },
    mobilenetv2_wd2: { width: 0.5, alwaysExpand: true },
    mobilenetv2_wd4: { width: 0.25, alwaysExpand: true },
    mobilenetv2b_w1: { width: 1, alwaysExpand: false },
    mobilenetv2b_w3d4: { width: 0.75, alwaysExpand: false },
    mobilenetv2b_wd2: { width: 0.5, alwaysExpand: false },
    mobilenetv2b_wd4: { width: 0.25, alwaysExpand: false },
  },
  build(builder, image, { width, alwaysExpand }) {
    const scaled = (channels: number) => Math.floor(channels * width);
    let x = convolution(builder, image, { filters: scaled(32), kernel: 3, stride: 2, activation: 'relu6' });
    const scaledUnits = units.map(([kernel, expansion, filters, stride]): MobileUnit => [
      kernel,
      expansion,
      scaled(filters),
      stride,
    ]);
    x = mobileUnits(builder, x, scaledUnits, { activation: 'relu6', alwaysExpand });
    x = convolution(builder, x, { filters: 1280, activation: 'relu6' });
    return convolutionalClassifier(builder, x);
  },
});
