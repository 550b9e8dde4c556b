import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Activation } from './activation.js';
import { fusedPart } from './activation.js';
import { sizeOf } from './shapes.js';

export interface PoolOptions {
  readonly kernel: number;
  readonly stride: number;
  /** `valid` if left out. */
  readonly padding?: 'same' | 'valid';
  /** Stored in the pooling; `none` if left out. */
  readonly activation?: Extract<Activation, 'none' | 'relu'>;
}

export function maxPool(builder: GraphBuilder, x: Value, options: PoolOptions): Value {
  return builder.maxPool2d(x, windowOf(options));
}

export function averagePool(builder: GraphBuilder, x: Value, options: PoolOptions): Value {
  return builder.averagePool2d(x, windowOf(options));
}

/**
 * A maximum over windows whose last one may hang over the edge (Caffe's and PyTorch's `ceil_mode`): where the windows
 * do not fit, one row of zeros is put on every side, which keeps the result's size and, after a ReLU, its values.
 */
export function ceilingMaxPool(builder: GraphBuilder, x: Value, { kernel, stride }: PoolOptions): Value {
  const fits = (sizeOf(x) - kernel) % stride === 0;
  return builder.maxPool2d(x, { kernel, stride, padding: fits ? 'VALID' : 1 });
}

/** Averages at every position, and then every `stride`th of them: how the zoo writes a strided average. */
export function thinnedAveragePool(builder: GraphBuilder, x: Value, { kernel, stride }: PoolOptions): Value {
  return averagePool(builder, averagePool(builder, x, { kernel, stride: 1 }), { kernel: 1, stride });
}

/** The mean over height and width: `[batch, channels]`, or `[batch, 1, 1, channels]` with `keepDimensions`. */
export function globalAverage(builder: GraphBuilder, x: Value, keepDimensions = false): Value {
  return builder.mean(x, { axes: [1, 2], keepDims: keepDimensions });
}

function windowOf({ kernel, stride, padding = 'valid', activation = 'none' }: PoolOptions) {
  return {
    kernel,
    stride,
    padding: padding === 'same' ? ('SAME' as const) : ('VALID' as const),
    activation: fusedPart(activation),
  };
}
