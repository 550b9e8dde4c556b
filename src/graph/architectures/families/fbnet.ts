import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import type { MobileUnit } from '../blocks/mobile-units.js';
import { mobileUnits } from '../blocks/mobile-units.js';
import { defineFamily } from '../family.js';

interface FbNetConfiguration {
  readonly stem: number;
  readonly units: readonly MobileUnit[];
  readonly finalFilters: number;
}

export const fbNet = defineFamily<FbNetConfiguration>({
  name: 'fbnet',
  papers: ['FBNet: Hardware-Aware Efficient ConvNet Design via Differentiable NAS (arXiv 1812.03443)'],
  configurations: {
    fbnet_cb: {
      stem: 16,
      units: [
        [3, 1, 16, 1],
        [3, 6, 24, 2],
        [3, 1, 24, 1],
        [3, 1, 24, 1],
        [5, 6, 32, 2],
        [5, 3, 32, 1],
        [5, 6, 32, 1],
        [3, 6, 32, 1],
        [5, 6, 64, 2],
        [5, 3, 64, 1],
        [5, 6, 64, 1],
        [5, 6, 64, 1],
        [5, 6, 112, 1],
        [5, 6, 112, 1],
        [5, 6, 112, 1],
        [5, 3, 112, 1],
        [5, 6, 184, 2],
        [5, 6, 184, 1],
        [5, 6, 184, 1],
        [5, 6, 184, 1],
        [3, 6, 352, 1],
      ],
      finalFilters: 1984,
    },
  },
  build(builder, image, { stem, units, finalFilters }) {
    let x = convolution(builder, image, { filters: stem, kernel: 3, stride: 2, activation: 'relu' });
    x = mobileUnits(builder, x, units, { alwaysExpand: true });
    x = convolution(builder, x, { filters: finalFilters, activation: 'relu' });
    return linearClassifier(builder, x);
  },
});
