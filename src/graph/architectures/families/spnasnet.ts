import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import type { MobileUnit } from '../blocks/mobile-units.js';
import { mobileUnits } from '../blocks/mobile-units.js';
import { defineFamily } from '../family.js';

interface SpNasNetConfiguration {
  readonly units: readonly MobileUnit[];
}

export const spNasNet = defineFamily<SpNasNetConfiguration>({
  name: 'spnasnet',
  papers: ['Single-Path NAS: Designing Hardware-Efficient ConvNets in less than 4 Hours (arXiv 1904.02877)'],
  configurations: {
    spnasnet: {
      units: [
        [3, 1, 16, 1],
        [3, 3, 24, 2],
        [3, 3, 24, 1],
        [3, 3, 24, 1],
        [5, 6, 40, 2],
        [3, 3, 40, 1],
        [3, 3, 40, 1],
        [3, 3, 40, 1],
        [5, 6, 80, 2],
        [3, 3, 80, 1],
        [3, 3, 80, 1],
        [3, 3, 80, 1],
        [5, 6, 96, 1],
        [5, 3, 96, 1],
        [5, 3, 96, 1],
        [5, 3, 96, 1],
        [5, 6, 192, 2],
        [5, 6, 192, 1],
        [5, 6, 192, 1],
        [5, 6, 192, 1],
        [3, 6, 320, 1],
      ],
    },
  },
  build(builder, image, { units }) {
    let x = convolution(builder, image, { filters: 32, kernel: 3, stride: 2, activation: 'relu' });
    x = mobileUnits(builder, x, units);
    x = convolution(builder, x, { filters: 1280, activation: 'relu' });
    return linearClassifier(builder, x);
  },
});
