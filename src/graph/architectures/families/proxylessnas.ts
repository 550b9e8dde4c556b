import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import type { MobileUnit } from '../blocks/mobile-units.js';
import { mobileUnits } from '../blocks/mobile-units.js';
import { defineFamily } from '../family.js';

interface ProxylessNasConfiguration {
  readonly stem: number;
  /** Without those that the search replaced by the identity. */
  readonly units: readonly MobileUnit[];
  readonly finalFilters: number;
}

export const proxylessNas = defineFamily<ProxylessNasConfiguration>({
  name: 'proxylessnas',
  papers: ['ProxylessNAS: Direct Neural Architecture Search on Target Task and Hardware (arXiv 1812.00332)'],
  configurations: {
    proxylessnas_cpu: {
      stem: 40,
      units: [
        [3, 1, 24, 1],
        [3, 6, 32, 2],
        [3, 3, 32, 1],
        [3, 3, 32, 1],
        [3, 3, 32, 1],
        [3, 6, 48, 2],
        [3, 3, 48, 1],
        [3, 3, 48, 1],
        [5, 3, 48, 1],
        [3, 6, 88, 2],
        [3, 3, 88, 1],
        [5, 6, 104, 1],
        [3, 3, 104, 1],
        [3, 3, 104, 1],
        [3, 3, 104, 1],
        [5, 6, 216, 2],
        [5, 3, 216, 1],
        [5, 3, 216, 1],
        [3, 3, 216, 1],
        [5, 6, 360, 1],
      ],
      finalFilters: 1432,
    },
    proxylessnas_gpu: {
      stem: 40,
      units: [
        [3, 1, 24, 1],
        [5, 3, 32, 2],
        [7, 3, 56, 2],
        [3, 3, 56, 1],
        [7, 6, 112, 2],
        [5, 3, 112, 1],
        [5, 6, 128, 1],
        [3, 3, 128, 1],
        [5, 3, 128, 1],
        [7, 6, 256, 2],
        [7, 6, 256, 1],
        [7, 6, 256, 1],
        [5, 6, 256, 1],
        [7, 6, 432, 1],
      ],
      finalFilters: 1728,
    },
    proxylessnas_mobile: {
      stem: 32,
      units: [
        [3, 1, 16, 1],
        [5, 3, 32, 2],
        [3, 3, 32, 1],
        [7, 3, 40, 2],
        [3, 3, 40, 1],
        [5, 3, 40, 1],
        [5, 3, 40, 1],
        [7, 6, 80, 2],
        [5, 3, 80, 1],
        [5, 3, 80, 1],
        [5, 3, 80, 1],
        [5, 6, 96, 1],
        [5, 3, 96, 1],
        [5, 3, 96, 1],
        [5, 3, 96, 1],
        [7, 6, 192, 2],
        [7, 6, 192, 1],
        [7, 3, 192, 1],
        [7, 3, 192, 1],
        [7, 6, 320, 1],
      ],
      finalFilters: 1280,
    },
    proxylessnas_mobile14: {
      stem: 48,
      units: [
        [3, 1, 24, 1],
        [5, 3, 40, 2],
        [3, 3, 40, 1],
        [7, 3, 56, 2],
        [3, 3, 56, 1],
        [5, 3, 56, 1],
        [5, 3, 56, 1],
        [7, 6, 112, 2],
        [5, 3, 112, 1],
        [5, 3, 112, 1],
        [5, 3, 112, 1],
        [5, 6, 136, 1],
        [5, 3, 136, 1],
        [5, 3, 136, 1],
        [5, 3, 136, 1],
        [7, 6, 256, 2],
        [7, 6, 256, 1],
        [7, 3, 256, 1],
        [7, 3, 256, 1],
        [7, 6, 448, 1],
      ],
      finalFilters: 1792,
    },
  },
  build(builder, image, { stem, units, finalFilters }) {
    let x = convolution(builder, image, { filters: stem, kernel: 3, stride: 2, activation: 'relu6' });
    x = mobileUnits(builder, x, units, { activation: 'relu6' });
    x = convolution(builder, x, { filters: finalFilters, activation: 'relu6' });
    return linearClassifier(builder, x);
  },
});
