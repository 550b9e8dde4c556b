import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import type { MobileUnit } from '../blocks/mobile-units.js';
import { mobileUnits } from '../blocks/mobile-units.js';
import { defineFamily } from '../family.js';

interface MnasNetConfiguration {
  readonly units: readonly MobileUnit[];
  /** Indices of the units with squeeze and excitation. */
  readonly excited: readonly number[];
}

export const mnasNet = defineFamily<MnasNetConfiguration>({
  name: 'mnasnet',
  papers: ['MnasNet: Platform-Aware Neural Architecture Search for Mobile (arXiv 1807.11626)'],
  configurations: {
    mnasnet_a1: {
      units: [
        [3, 1, 16, 1],
        [3, 6, 24, 2],
        [3, 6, 24, 1],
        [5, 3, 40, 2],
        [5, 3, 40, 1],
        [5, 3, 40, 1],
        [3, 6, 80, 2],
        [3, 6, 80, 1],
        [3, 6, 80, 1],
        [3, 6, 80, 1],
        [3, 6, 112, 1],
        [3, 6, 112, 1],
        [5, 6, 160, 2],
        [5, 6, 160, 1],
        [5, 6, 160, 1],
        [3, 6, 320, 1],
      ],
      excited: [3, 4, 5, 10, 11, 12, 13, 14],
    },
    mnasnet_b1: {
      units: [
        [3, 1, 16, 1],
        [3, 3, 24, 2],
        [3, 3, 24, 1],
        [3, 3, 24, 1],
        [5, 3, 40, 2],
        [5, 3, 40, 1],
        [5, 3, 40, 1],
        [5, 6, 80, 2],
        [5, 6, 80, 1],
        [5, 6, 80, 1],
        [3, 6, 96, 1],
        [3, 6, 96, 1],
        [5, 6, 192, 2],
        [5, 6, 192, 1],
        [5, 6, 192, 1],
        [5, 6, 192, 1],
        [3, 6, 320, 1],
      ],
      excited: [],
    },
  },
  build(builder, image, { units, excited }) {
    let x = convolution(builder, image, { filters: 32, kernel: 3, stride: 2, activation: 'relu' });
    x = mobileUnits(builder, x, units, { excited: (index) => excited.includes(index) });
    x = convolution(builder, x, { filters: 1280, activation: 'relu' });
    return linearClassifier(builder, x);
  },
});
