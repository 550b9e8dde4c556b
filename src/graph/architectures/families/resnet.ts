import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { maxPool } from '../blocks/pooling.js';
import { residualUnit } from '../blocks/residual-unit.js';
import { defineFamily } from '../family.js';
import type { ResNetConfiguration } from './resnet-configuration.js';
import { bottlenecks, stagesOf, twoLayers } from './resnet-configuration.js';

export const resNet = defineFamily<ResNetConfiguration>({
  name: 'resnet',
  papers: [
    'Deep Residual Learning for Image Recognition (arXiv 1512.03385)',
    'Aggregated Residual Transformations for Deep Neural Networks (arXiv 1611.05431)',
    'Squeeze-and-Excitation Networks (arXiv 1709.01507)',
  ],
  configurations: {
    resnet10: twoLayers(1, 1, 1, 1),
    resnet12: twoLayers(2, 1, 1, 1),
    resnet14: twoLayers(2, 2, 1, 1),
    resnet16: twoLayers(2, 2, 2, 1),
    resnet18: twoLayers(2, 2, 2, 2),
    resnet18_w3d4: { ...twoLayers(2, 2, 2, 2), width: 0.75 },
    resnet18_wd2: { ...twoLayers(2, 2, 2, 2), width: 0.5 },
    resnet18_wd4: { ...twoLayers(2, 2, 2, 2), width: 0.25 },
    resnetbc14b: bottlenecks(1, 1, 1, 1),
    resnetbc26b: bottlenecks(2, 2, 2, 2),
    resnext14_16x4d: { ...bottlenecks(1, 1, 1, 1), cardinality: 16, groupWidth: 4 },
    resnext14_32x4d: { ...bottlenecks(1, 1, 1, 1), cardinality: 32, groupWidth: 4 },
    resnext26_16x4d: { ...bottlenecks(2, 2, 2, 2), cardinality: 16, groupWidth: 4 },
    resnext26_32x4d: { ...bottlenecks(2, 2, 2, 2), cardinality: 32, groupWidth: 4 },
    seresnet10: { ...twoLayers(1, 1, 1, 1), excited: true },
    seresnet12: { ...twoLayers(2, 1, 1, 1), excited: true },
    seresnet14: { ...twoLayers(2, 2, 1, 1), excited: true },
    seresnet16: { ...twoLayers(2, 2, 2, 1), excited: true },
    seresnet18: { ...twoLayers(2, 2, 2, 2), excited: true },
  },
  build(builder, image, configuration) {
    const { stem, units } = stagesOf(configuration);
    let x = convolution(builder, image, { filters: stem, kernel: 7, stride: 2, activation: 'relu' });
    x = maxPool(builder, x, { kernel: 3, stride: 2, padding: 'same' });
    for (const { filters, stride } of units)
      x = residualUnit(builder, x, { ...configuration, filters, stride });
    return linearClassifier(builder, x);
  },
});
