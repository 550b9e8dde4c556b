import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Activation } from './activation.js';
import { separatePart } from './activation.js';
import { layerNorm } from './layer-norm.js';
import { channelsOf } from './shapes.js';

/** A layer on every token by itself. */
export function dense(builder: GraphBuilder, x: Value, units: number): Value {
  return builder.fullyConnected(x, { units, keepDims: true });
}

export interface MlpOptions {
  readonly hidden: number;
  /** `gelu` if left out. */
  readonly activation?: Activation;
}

/** Two dense layers with an activation between them. */
export function mlp(builder: GraphBuilder, x: Value, { hidden, activation = 'gelu' }: MlpOptions): Value {
  return dense(builder, separatePart(builder, dense(builder, x, hidden), activation), channelsOf(x));
}

/** A pre-normalized transformer layer: x + attention(norm(x)), then y + mlp(norm(y)). */
export function transformerLayer(
  builder: GraphBuilder,
  x: Value,
  attention: (normalized: Value) => Value,
  options: MlpOptions,
): Value {
  const attended = builder.add(attention(layerNorm(builder, x)), x);
  return builder.add(mlp(builder, layerNorm(builder, attended), options), attended);
}

/** An NHWC image as tokens `[batch, height · width, channels]`. */
export function toTokens(builder: GraphBuilder, image: Value): Value {
  const [batch = 1, height = 1, width = 1, channels = 1] = image.shape;
  return builder.reshape(image, [batch, height * width, channels]);
}

/** Tokens as a square NHWC image. */
export function toImage(builder: GraphBuilder, tokens: Value): Value {
  const [batch = 1, count = 1, channels = 1] = tokens.shape;
  const size = Math.sqrt(count);
  return builder.reshape(tokens, [batch, size, size, channels]);
}

/** The mean of all tokens, and a linear classifier on it. */
export function tokenClassifier(builder: GraphBuilder, tokens: Value, classes: number): Value {
  return builder.fullyConnected(builder.mean(tokens, { axes: [1] }), { units: classes });
}
