import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { imageNetClasses } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { concatenate, sum } from '../blocks/elementwise.js';
import { ceilingMaxPool, globalAverage } from '../blocks/pooling.js';
import { channelsOf } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';

interface SqueezeNetConfiguration {
  readonly stem: { readonly filters: number; readonly kernel: number };
  /** Squeezed channels of the units of each stage; every stage starts with a pool. */
  readonly stages: readonly (readonly number[])[];
  /** Whether units that keep their channels add their input. */
  readonly residual: boolean;
}

const version10 = { stem: { filters: 96, kernel: 7 }, stages: [[16, 16, 32], [32, 48, 48, 64], [64]] };
const version11 = {
  stem: { filters: 64, kernel: 3 },
  stages: [
    [16, 16],
    [32, 32],
    [48, 48, 64, 64],
  ],
};

export const squeezeNet = defineFamily<SqueezeNetConfiguration>({
  name: 'squeezenet',
  papers: ['SqueezeNet: AlexNet-level accuracy with 50x fewer parameters (arXiv 1602.07360)'],
  configurations: {
    squeezenet_v1_0: { ...version10, residual: false },
    squeezenet_v1_1: { ...version11, residual: false },
    squeezeresnet_v1_0: { ...version10, residual: true },
    squeezeresnet_v1_1: { ...version11, residual: true },
  },
  build(builder, image, { stem, stages, residual }) {
    let x = convolution(builder, image, { ...stem, stride: 2, padding: 'valid', activation: 'relu' });
    for (const stage of stages) {
      x = ceilingMaxPool(builder, x, { kernel: 3, stride: 2 });
      for (const squeezed of stage) x = fireUnit(builder, x, squeezed, residual);
    }
    x = convolution(builder, x, { filters: imageNetClasses, activation: 'relu' });
    return globalAverage(builder, x);
  },
});

function fireUnit(builder: GraphBuilder, x: Value, squeezed: number, residual: boolean): Value {
  const narrow = convolution(builder, x, { filters: squeezed, activation: 'relu' });
  const expanded = { filters: 4 * squeezed, activation: 'relu' } as const;
  const near = convolution(builder, narrow, expanded);
  const wide = convolution(builder, narrow, { ...expanded, kernel: 3, padding: 'explicit' });
  const y = concatenate(builder, [near, wide]);
  return residual && channelsOf(x) === channelsOf(y) ? sum(builder, y, x) : y;
}
