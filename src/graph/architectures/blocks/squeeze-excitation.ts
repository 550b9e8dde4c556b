import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Activation } from './activation.js';
import { convolution } from './convolution.js';
import { globalAverage } from './pooling.js';
import { channelsOf } from './shapes.js';

export interface ExcitationOptions {
  /** Channels between the two 1×1 convolutions. */
  readonly squeezedChannels: number;
  /** `relu` if left out. */
  readonly innerActivation?: Activation;
  /** `sigmoid` if left out. */
  readonly gate?: Activation;
}

/**
 * Scales each channel by what its mean tells (Hu et al., arXiv 1709.01507): MEAN, two 1×1 convolutions with a gate at the
 * end, MUL.
 */
export function squeezeExcitation(builder: GraphBuilder, x: Value, options: ExcitationOptions): Value {
  return excite(builder, x, globalAverage(builder, x, true), options);
}

/** The second half of {@link squeezeExcitation}, for networks that compute something else between the two. */
export function excite(builder: GraphBuilder, x: Value, mean: Value, options: ExcitationOptions): Value {
  const { squeezedChannels, innerActivation = 'relu', gate = 'sigmoid' } = options;
  const squeezed = convolution(builder, mean, { filters: squeezedChannels, activation: innerActivation });
  return builder.mul(x, convolution(builder, squeezed, { filters: channelsOf(x), activation: gate }));
}
