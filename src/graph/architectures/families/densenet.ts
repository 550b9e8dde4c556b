import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { batchNorm } from '../blocks/batch-norm.js';
import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { concatenate } from '../blocks/elementwise.js';
import { thinnedAveragePool } from '../blocks/pooling.js';
import { channelsOf } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';
import { preActivationStem } from '../blocks/pre-activation.js';

interface DenseNetConfiguration {
  /** Dense units of each stage. */
  readonly units: readonly number[];
}

/** Channels that each unit adds. */
const growth = 32;

export const denseNet = defineFamily<DenseNetConfiguration>({
  name: 'densenet',
  papers: ['Densely Connected Convolutional Networks (arXiv 1608.06993)'],
  configurations: {
    densenet121: { units: [6, 12, 24, 16] },
    densenet169: { units: [6, 12, 32, 32] },
  },
  build(builder, image, { units }) {
    let x = preActivationStem(builder, image, 64);
    for (const [stage, count] of units.entries()) {
      if (stage > 0) x = transition(builder, x);
      for (let unit = 0; unit < count; unit++) x = denseUnit(builder, x);
    }
    return linearClassifier(builder, batchNorm(builder, x, 'relu'));
  },
});

function denseUnit(builder: GraphBuilder, x: Value): Value {
  let y = batchNorm(builder, x, 'relu');
  y = convolution(builder, y, { filters: 4 * growth, activation: 'relu' });
  y = convolution(builder, y, { filters: growth, kernel: 3, padding: 'explicit' });
  return concatenate(builder, [x, y]);
}

function transition(builder: GraphBuilder, x: Value): Value {
  const y = convolution(builder, batchNorm(builder, x, 'relu'), { filters: channelsOf(x) / 2 });
  return thinnedAveragePool(builder, y, { kernel: 2, stride: 2 });
}
