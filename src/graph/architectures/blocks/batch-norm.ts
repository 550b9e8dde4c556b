import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Activation } from './activation.js';
import { fusedPart } from './activation.js';
import { channelsOf } from './shapes.js';

/**
 * A batch norm that no convolution comes before, so that nothing can take it in: a product and a sum with one constant a
 * channel each (Ioffe and Szegedy, arXiv 1502.03167; pre-activation: He et al., arXiv 1603.05027).
 */
export function batchNorm(builder: GraphBuilder, x: Value, activation: Activation = 'none'): Value {
  const scaled = builder.mul(x, builder.constant([channelsOf(x)]));
  return builder.add(scaled, builder.constant([channelsOf(x)]), { activation: fusedPart(activation) });
}
