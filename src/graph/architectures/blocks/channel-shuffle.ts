import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { channelsOf, sizeOf } from './shapes.js';

/** Deals the channels of each group out to all groups (Zhang et al., arXiv 1707.01083): RESHAPE, TRANSPOSE, RESHAPE. */
export function channelShuffle(builder: GraphBuilder, x: Value, groups: number): Value {
  const [size, channels] = [sizeOf(x), channelsOf(x)];
  const grouped = builder.reshape(x, [1, size, size, groups, channels / groups]);
  return builder.reshape(builder.transpose(grouped, [0, 1, 2, 4, 3]), [1, size, size, channels]);
}
