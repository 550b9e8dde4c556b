import { convolutionalClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { invertedResidual } from '../blocks/inverted-residual.js';
import { channelsOf, roundChannels } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';

type Unit = readonly [
  kernel: number,
  expandedChannels: number,
  filters: number,
  stride: number,
  activation: 'relu' | 'hard-swish',
  excited: boolean,
];

interface MobileNetV3Configuration {
  readonly units: readonly Unit[];
  readonly finalFilters: number;
  /** By which all numbers of channels are multiplied, and rounded to multiples of 8 (the last ones only upwards). */
  readonly width: number;
}

const small: readonly Unit[] = [
  [3, 16, 16, 2, 'relu', true],
  [3, 72, 24, 2, 'relu', false],
  [3, 88, 24, 1, 'relu', false],
  [5, 96, 40, 2, 'hard-swish', true],
  [5, 240, 40, 1, 'hard-swish', true],
  [5, 240, 40, 1, 'hard-swish', true],
  [5, 120, 48, 1, 'hard-swish', true],
  [5, 144, 48, 1, 'hard-swish', true],
  [5, 288, 96, 2, 'hard-swish', true],
  [5, 576, 96, 1, 'hard-swish', true],
  [5, 576, 96, 1, 'hard-swish', true],
];

const large: readonly Unit[] = [
  [3, 16, 16, 1, 'relu', false],
  [3, 64, 24, 2, 'relu', false],
  [3, 72, 24, 1, 'relu', false],
  [5, 72, 40, 2, 'relu', true],
  [5, 120, 40, 1, 'relu', true],
  [5, 120, 40, 1, 'relu', true],
  [3, 240, 80, 2, 'hard-swish', false],
  [3, 200, 80, 1, 'hard-swish', false],
  [3, 184, 80, 1, 'hard-swish', false],
  [3, 184, 80, 1, 'hard-swish', false],
  [3, 480, 112, 1, 'hard-swish', true],
  [3, 672, 112, 1, 'hard-swish', true],
  [5, 672, 160, 2, 'hard-swish', true],
  [5, 960, 160, 1, 'hard-swish', true],
  [5, 960, 160, 1, 'hard-swish', true],
];

const smallAt = (width: number) => ({ units: small, finalFilters: 576, width });
const largeAt = (width: number) => ({ units: large, finalFilters: 960, width });

export const mobileNetV3 = defineFamily<MobileNetV3Configuration>({
  name: 'mobilenetv3',
  papers: ['Searching for MobileNetV3 (arXiv 1905.02244)'],
  configurations: {
    mobilenetv3_large_w1: largeAt(1),
    mobilenetv3_large_w3d4: largeAt(0.75),
    mobilenetv3_large_w5d4: largeAt(1.25),
    mobilenetv3_large_w7d20: largeAt(0.35),
    mobilenetv3_large_wd2: largeAt(0.5),
    mobilenetv3_small_w1: smallAt(1),
    mobilenetv3_small_w3d4: smallAt(0.75),
    mobilenetv3_small_w5d4: smallAt(1.25),
    mobilenetv3_small_w7d20: smallAt(0.35),
    mobilenetv3_small_wd2: smallAt(0.5),
  },
  build(builder, image, { units, finalFilters, width }) {
    const scaled = (channels: number) => roundChannels(channels * width);
    const stem = { filters: scaled(16), kernel: 3, stride: 2, activation: 'hard-swish' } as const;
    let x = convolution(builder, image, stem);
    for (const [kernel, expanded, filters, stride, activation, excited] of units) {
      const expandedChannels = scaled(expanded);
      const excitation = {
        squeezedChannels: roundChannels(expandedChannels / 4),
        gate: 'hard-sigmoid',
      } as const;
      x = invertedResidual(builder, x, {
        kernel,
        stride,
        activation,
        expandedChannels,
        filters: scaled(filters),
        expand: expandedChannels !== channelsOf(x),
        ...(excited ? { excitation } : {}),
      });
    }
    x = convolution(builder, x, {
      filters: width > 1 ? scaled(finalFilters) : finalFilters,
      activation: 'hard-swish',
    });
    return convolutionalClassifier(builder, x, { filters: 1280, activation: 'hard-swish' });
  },
});
