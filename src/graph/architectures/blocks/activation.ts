import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { FusedActivation } from '../../operators/definition/fields.js';

/**
 * A non-linearity after a convolution or an addition.
 * - `hard-swish`: x · ReLU6(x + 3) / 6 (Howard et al., arXiv 1905.02244), an operator of its own;
 * - `hard-sigmoid`: ReLU6(x + 3) / 6, whose `+ 3` the converter folds into the convolution's bias;
 * - `clip-to-unit`: min(max(x, 0), 1), as GhostNet gates its channels;
 * - `swish`: x · sigmoid(x).
 */
export type Activation =
  'none' | 'relu' | 'relu6' | 'hard-swish' | 'sigmoid' | 'hard-sigmoid' | 'clip-to-unit' | 'swish' | 'gelu';

/** What the converter stores in the operation before the activation, which then applies it to its result. */
export function fusedPart(activation: Activation): FusedActivation {
  switch (activation) {
    case 'relu':
      return 'RELU';
    case 'relu6':
    case 'hard-sigmoid':
      return 'RELU6';
    default:
      return 'NONE';
  }
}

/** What remains of an activation as operations of its own, after {@link fusedPart} has been applied. */
export function separatePart(builder: GraphBuilder, x: Value, activation: Activation): Value {
  switch (activation) {
    case 'hard-swish':
      return builder.activation(x, 'HARD_SWISH');
    case 'sigmoid':
      return builder.activation(x, 'LOGISTIC');
    case 'hard-sigmoid':
      return builder.mul(x, builder.constant([]));
    case 'clip-to-unit':
      return builder.activation(builder.minimum(x, builder.constant([])), 'RELU');
    case 'swish':
      return builder.mul(x, builder.activation(x, 'LOGISTIC'));
    case 'gelu':
      return builder.activation(x, 'GELU');
    default:
      return x;
  }
}
