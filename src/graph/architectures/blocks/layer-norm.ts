import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { channelsOf } from './shapes.js';

/**
 * Layer normalization over the channels (Ba et al., arXiv 1607.06450). TFLite has no operator for it: the converter leaves
 * TensorFlow's moments (mean, and mean of the squared difference) and x · s + (shift − mean · s), where s is the scale
 * divided by the standard deviation.
 */
export function layerNorm(builder: GraphBuilder, x: Value): Value {
  const lastAxis = { axes: [x.shape.length - 1], keepDims: true };
  const mean = builder.mean(x, lastAxis);
  const variance = builder.mean(builder.apply('SQUARED_DIFFERENCE', [x, mean]), lastAxis);
  const deviation = builder.apply('RSQRT', [builder.add(variance, builder.constant([]))]);
  const scale = builder.mul(deviation, builder.constant([channelsOf(x)]));
  const shift = builder.sub(builder.constant([channelsOf(x)]), builder.mul(mean, scale));
  return builder.add(builder.mul(x, scale), shift);
}
