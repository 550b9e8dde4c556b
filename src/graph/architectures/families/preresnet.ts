import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { batchNorm } from '../blocks/batch-norm.js';
import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { sum } from '../blocks/elementwise.js';
import { globalAverage } from '../blocks/pooling.js';
import { preActivationStem } from '../blocks/pre-activation.js';
import { excite } from '../blocks/squeeze-excitation.js';
import { channelsOf } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';
import type { ResNetConfiguration } from './resnet-configuration.js';
import { bottlenecks, stagesOf, twoLayers } from './resnet-configuration.js';

export const preResNet = defineFamily<ResNetConfiguration>({
  name: 'preresnet',
  papers: [
    'Identity Mappings in Deep Residual Networks (arXiv 1603.05027)',
    'Squeeze-and-Excitation Networks (arXiv 1709.01507)',
  ],
  configurations: {
    preresnet10: twoLayers(1, 1, 1, 1),
    preresnet12: twoLayers(2, 1, 1, 1),
    preresnet14: twoLayers(2, 2, 1, 1),
    preresnet16: twoLayers(2, 2, 2, 1),
    preresnet18: twoLayers(2, 2, 2, 2),
    preresnet18_w3d4: { ...twoLayers(2, 2, 2, 2), width: 0.75 },
    preresnet18_wd2: { ...twoLayers(2, 2, 2, 2), width: 0.5 },
    preresnet18_wd4: { ...twoLayers(2, 2, 2, 2), width: 0.25 },
    preresnetbc14b: bottlenecks(1, 1, 1, 1),
    preresnetbc26b: bottlenecks(2, 2, 2, 2),
    sepreresnet10: { ...twoLayers(1, 1, 1, 1), excited: true },
    sepreresnet12: { ...twoLayers(2, 1, 1, 1), excited: true },
    sepreresnet14: { ...twoLayers(2, 2, 1, 1), excited: true },
    sepreresnet16: { ...twoLayers(2, 2, 2, 1), excited: true },
    sepreresnet18: { ...twoLayers(2, 2, 2, 2), excited: true },
  },
  build(builder, image, configuration) {
    const { stem, units } = stagesOf(configuration);
    let x = preActivationStem(builder, image, stem);
    for (const { filters, stride } of units)
      x = preActivatedUnit(builder, x, { ...configuration, filters, stride });
    return linearClassifier(builder, batchNorm(builder, x, 'relu'));
  },
});

interface UnitOptions extends ResNetConfiguration {
  readonly filters: number;
  readonly stride: number;
}

/** Batch norm and ReLU come first; a projected shortcut starts after them, an identity before. */
function preActivatedUnit(builder: GraphBuilder, x: Value, options: UnitOptions): Value {
  const { filters, stride, bottleneck, excited = false } = options;
  const activated = batchNorm(builder, x, 'relu');
  const body = bottleneck
    ? bottleneckBody(builder, activated, options)
    : twoLayerBody(builder, activated, options);
  const mean = excited ? globalAverage(builder, body, true) : undefined;
  const projects = stride !== 1 || channelsOf(x) !== filters;
  const shortcut = projects ? convolution(builder, activated, { filters, stride }) : x;
  const scaled = mean ? excite(builder, body, mean, { squeezedChannels: filters / 16 }) : body;
  return sum(builder, scaled, shortcut);
}

/** The batch norm between two convolutions folds into the first. */
function twoLayerBody(builder: GraphBuilder, x: Value, { filters, stride }: UnitOptions): Value {
  const layer = { filters, kernel: 3, padding: 'explicit' } as const;
  const y = convolution(builder, x, { ...layer, stride, activation: 'relu' });
  return convolution(builder, y, layer);
}

function bottleneckBody(builder: GraphBuilder, x: Value, { filters, stride }: UnitOptions): Value {
  const inner = { filters: filters / 4, activation: 'relu' } as const;
  let y = convolution(builder, x, inner);
  y = convolution(builder, y, { ...inner, kernel: 3, stride, padding: 'explicit' });
  return convolution(builder, y, { filters });
}
