import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { concatenate } from '../blocks/elementwise.js';
import { ceilingMaxPool } from '../blocks/pooling.js';
import { defineFamily } from '../family.js';

interface Stage {
  /** Channels of each of the five 3×3 convolutions. */
  readonly inner: number;
  readonly filters: number;
}

interface VoVNetConfiguration {
  readonly stages: readonly Stage[];
}

export const voVNet = defineFamily<VoVNetConfiguration>({
  name: 'vovnet',
  papers: ['An Energy and GPU-Computation Efficient Backbone Network (arXiv 1904.09730)'],
  configurations: {
    vovnet27s: {
      stages: [
        { inner: 64, filters: 128 },
        { inner: 80, filters: 256 },
        { inner: 96, filters: 384 },
        { inner: 112, filters: 512 },
      ],
    },
  },
  build(builder, image, { stages }) {
    let x = convolution(builder, image, { filters: 64, kernel: 3, stride: 2, activation: 'relu' });
    x = convolution(builder, x, { filters: 64, kernel: 3, activation: 'relu' });
    x = convolution(builder, x, { filters: 128, kernel: 3, stride: 2, activation: 'relu' });
    for (const [index, stage] of stages.entries()) {
      if (index > 0) x = ceilingMaxPool(builder, x, { kernel: 3, stride: 2 });
      x = oneShotAggregation(builder, x, stage);
    }
    return linearClassifier(builder, x);
  },
});

/** A chain of convolutions whose every step, and the input, are joined once at the end. */
function oneShotAggregation(builder: GraphBuilder, x: Value, { inner, filters }: Stage): Value {
  const steps = [x];
  let last = x;
  for (let i = 0; i < 5; i++) {
    last = convolution(builder, last, { filters: inner, kernel: 3, activation: 'relu' });
    steps.push(last);
  }
  return convolution(builder, concatenate(builder, steps), { filters, activation: 'relu' });
}
