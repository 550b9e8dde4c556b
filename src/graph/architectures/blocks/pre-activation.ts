import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { convolution } from './convolution.js';
import { maxPool } from './pooling.js';

/** What comes before the first pre-activated unit (He et al., arXiv 1603.05027): a strided 7×7 convolution and a pool. */
export function preActivationStem(builder: GraphBuilder, image: Value, filters: number): Value {
  const options = { filters, kernel: 7, stride: 2, padding: 'explicit', activation: 'relu' } as const;
  const x = convolution(builder, image, options);
  return maxPool(builder, x, { kernel: 3, stride: 2, padding: 'same' });
}
