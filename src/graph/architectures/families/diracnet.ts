import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { maxPool } from '../blocks/pooling.js';
import { defineFamily } from '../family.js';

interface DiracNetConfiguration {
  /** Convolutions of each stage. */
  readonly convolutions: readonly number[];
}

const stageChannels = [64, 128, 256, 512];

export const diracNet = defineFamily<DiracNetConfiguration>({
  name: 'diracnet',
  papers: ['DiracNets: Training Very Deep Neural Networks Without Skip-Connections (arXiv 1706.00388)'],
  configurations: { diracnet18v2: { convolutions: [4, 4, 4, 4] } },
  build(builder, image, { convolutions }) {
    let x = convolution(builder, image, { filters: 64, kernel: 7, stride: 2, padding: 'explicit' });
    x = maxPool(builder, x, { kernel: 3, stride: 2, padding: 'same', activation: 'relu' });
    for (const [stage, count] of convolutions.entries()) {
      const filters = stageChannels[stage] ?? 0;
      const isLastStage = stage === convolutions.length - 1;
      for (let i = 1; i <= count; i++) {
        const activation = i === count && !isLastStage ? 'none' : 'relu';
        x = convolution(builder, x, { filters, kernel: 3, padding: 'explicit', activation });
      }
      if (!isLastStage) x = maxPool(builder, x, { kernel: 2, stride: 2, activation: 'relu' });
    }
    return linearClassifier(builder, x);
  },
});
