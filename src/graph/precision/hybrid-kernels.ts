import type { OperationConfiguration } from '../model/configuration.js';
import { groupsOf } from '../operators/families/convolution.js';

/**
 * Operators that runtimes have kernels of for int8 weights under float32 values: `EvalHybrid` in TFLite's kernels/conv.cc,
 * depthwise_conv.cc and fully_connected.cc.
 */
const hybridOperators: readonly string[] = ['CONV_2D', 'DEPTHWISE_CONV_2D', 'FULLY_CONNECTED'];

/**
 * Whether an operation can have int8 weights under float32 values; the weights of others stay float32. Grouped convolutions
 * cannot: TFLite's hybrid kernel reads tensors there that it never made ("Invalid tensor index", seen with 2.12).
 */
export function hasHybridKernel({ operator, inputs }: Omit<OperationConfiguration, 'attributes'>): boolean {
  if (!hybridOperators.includes(operator)) return false;
  const [input, filter] = inputs;
  return operator !== 'CONV_2D' || !input || !filter || groupsOf(input, filter) === 1;
}
