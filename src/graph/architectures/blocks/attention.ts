import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { channelsOf } from './shapes.js';

export interface AttentionOptions {
  readonly heads: number;
  /** Tokens that are looked at; those that look, if left out. */
  readonly source?: Value;
  /** Applied to the scaled scores, `[batch, heads, queries, keys]`, before the softmax. */
  readonly adjust?: (scores: Value) => Value;
}

/** Multi-head attention between tokens `[batch, tokens, channels]` (Vaswani et al., arXiv 1706.03762), with its output layer. */
export function multiHeadAttention(builder: GraphBuilder, x: Value, options: AttentionOptions): Value {
  const { heads, source = x, adjust } = options;
  const channels = channelsOf(x);
  const project = (tokens: Value) =>
    splitHeads(builder, builder.fullyConnected(tokens, { units: channels, keepDims: true }), heads);
  const context = attend(builder, {
    queries: project(x),
    keys: project(source),
    values: project(source),
    ...(adjust && { adjust }),
  });
  return builder.fullyConnected(joinHeads(builder, context), { units: channels, keepDims: true });
}

export interface Attended {
  /** All three as `[batch, heads, tokens, channels of a head]`. */
  readonly queries: Value;
  readonly keys: Value;
  readonly values: Value;
  readonly adjust?: (scores: Value) => Value;
}

/** Scaled dot-product attention. The division by √channels is a product with a constant, as converters write it. */
export function attend(builder: GraphBuilder, { queries, keys, values, adjust = same }: Attended): Value {
  const scores = builder.batchMatmul(queries, keys, { adjointY: true });
  const scaled = adjust(builder.mul(scores, builder.constant([])));
  return builder.batchMatmul(builder.softmax(scaled), values);
}

/** `[batch, tokens, channels]` → `[batch, heads, tokens, channels / heads]`. */
export function splitHeads(builder: GraphBuilder, x: Value, heads: number): Value {
  const [batch = 1, tokens = 1, channels = 1] = x.shape;
  return builder.transpose(builder.reshape(x, [batch, tokens, heads, channels / heads]), [0, 2, 1, 3]);
}

/** `[batch, heads, tokens, channels]` → `[batch, tokens, heads · channels]`. */
export function joinHeads(builder: GraphBuilder, x: Value): Value {
  const [batch = 1, heads = 1, tokens = 1, channels = 1] = x.shape;
  return builder.reshape(builder.transpose(x, [0, 2, 1, 3]), [batch, tokens, heads * channels]);
}

function same(scores: Value): Value {
  return scores;
}
