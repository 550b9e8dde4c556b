import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Activation } from './activation.js';
import { convolution } from './convolution.js';
import { averagePool, globalAverage } from './pooling.js';
import { sizeOf } from './shapes.js';

/** Classes of ImageNet-1K. */
export const imageNetClasses = 1000;

/** The mean of every channel, and a linear classifier on it. */
export function linearClassifier(builder: GraphBuilder, x: Value): Value {
  return builder.fullyConnected(globalAverage(builder, x), { units: imageNetClasses });
}

/** A window over the whole image, and a classifier written as 1×1 convolutions: `hidden` ones first, if any. */
export function convolutionalClassifier(
  builder: GraphBuilder,
  x: Value,
  hidden?: { readonly filters: number; readonly activation: Activation },
): Value {
  let y = averagePool(builder, x, { kernel: sizeOf(x), stride: 1 });
  if (hidden !== undefined) y = convolution(builder, y, hidden);
  y = convolution(builder, y, { filters: imageNetClasses });
  return builder.reshape(y, [1, imageNetClasses]);
}
