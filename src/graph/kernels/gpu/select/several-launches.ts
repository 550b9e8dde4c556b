import type { GpuNode, GpuValue } from '../model/gpu-graph.js';
import type { KernelImplementation } from '../model/kernel-implementation.js';
import { refusal } from '../model/refusal.js';
import { delegateChanges } from '../runtime-version.js';
import type { LaunchBuilder } from './launch-builder.js';
import type { SelectionContext } from './selection-context.js';

/** Winograd's algorithm: the input's tiles are transformed, multiplied, and transformed back. */
export function addWinograd(
  builder: LaunchBuilder,
  node: GpuNode,
  inputs: readonly GpuValue[],
  { gpu }: SelectionContext,
): void {
  const [transformed, multiplied] = [builder.newValue(), builder.newValue()];
  const whole = gpu.vendor === 'apple' || gpu.vendor === 'amd';
  const [before, after] = whole
    ? (['Winograd4x4To36', 'Winograd36To4x4'] as const)
    : (['Winograd4x4To36TileX6', 'Winograd36To4x4Tile4x1'] as const);
  builder.add(node, 'winograd_4x4_to_36', before, inputs, [transformed]);
  builder.add(node, 'convolution_winograd_4x4_6x6', 'ConvGeneric', [transformed], [multiplied]);
  builder.add(node, 'winograd_36_to_4x4', after, [multiplied], node.outputs);
}

/** A product with weights of run time (`AddDynamicConv`): the weights are laid out first. */
export function addMatrixProduct(
  builder: LaunchBuilder,
  node: GpuNode,
  inputs: readonly GpuValue[],
  type: string,
  implementation: KernelImplementation,
): void {
  const [source, weights] = inputs as [GpuValue, GpuValue];
  addProduct(builder, node, { source, weights, result: node.outputs[0] as GpuValue }, type, implementation);
}

/**
 * A product of two values. One of several matrices is of one long matrix, to which values are reshaped and from which the result is; older
 * delegates had only the product of one matrix, and transposed it first.
 */
export function addBatchedProduct(
  builder: LaunchBuilder,
  node: GpuNode,
  inputs: readonly GpuValue[],
  { version }: SelectionContext,
): void {
  const [source, weights] = inputs as [GpuValue, GpuValue];
  const [output] = node.outputs as [GpuValue];
  const result = output;
  const type = 'mat_mul_as_convolution';
  const several = output.shape.batch !== 1;
  if (version < delegateChanges.severalMatrixProducts) {
    if (several) throw refusal('No support of batched mat mul with batch != 1');
    const transposed = builder.newValue();
    builder.add(node, 'mat_mul_transpose_second_tensor', 'GPUOperation', [weights], [transposed]);
    addProduct(builder, node, { source, weights: transposed, result }, type, 'ConvGeneric');
  } else if (several) {
    const [long, product] = [builder.newValue(), builder.newValue()];
    builder.add(node, 'mat_mul_reshape_input', 'GPUOperation', [source], [long]);
    addProduct(builder, node, { source: long, weights, result: product }, type, 'ConvGeneric');
    builder.add(node, 'mat_mul_reshape_output', 'GPUOperation', [product], [result]);
  } else {
    addProduct(builder, node, { source, weights, result }, type, 'ConvGeneric');
  }
}

function addProduct(
  builder: LaunchBuilder,
  node: GpuNode,
  { source, weights, result }: { source: GpuValue; weights: GpuValue; result: GpuValue },
  type: string,
  implementation: KernelImplementation,
): void {
  const laidOut = builder.newValue();
  builder.add(node, 'bhwc_tensor_to_conv_weights', 'ConverterToConvWeights', [weights], [laidOut]);
  builder.add(node, type, implementation, [source, laidOut], [result]);
}

/** Most images that a kernel may name by OpenCL, less those kept for other things (`GetMaxImageArguments` in common/gpu_info.cc). */
const mostConcatenated = 128 - 8;
/** Malis run out of resources with larger kernels. */
const mostConcatenatedOnMali = 8;

/** A concatenation of many values is done in steps, each of which takes the result of the one before. */
export function addConcatenation(
  builder: LaunchBuilder,
  node: GpuNode,
  inputs: readonly GpuValue[],
  { gpu, version }: SelectionContext,
): void {
  const limited = gpu.vendor === 'mali' && version >= delegateChanges.maliConcatenatesInSteps;
  const most = limited ? mostConcatenatedOnMali : mostConcatenated;
  let joined: readonly GpuValue[] = [];
  for (let from = 0; from < inputs.length; from += most) {
    const last = from + most >= inputs.length;
    const outputs = last ? node.outputs : [builder.newValue()];
    const taken = inputs.slice(from, from + most);
    builder.add(node, node.type, 'GPUOperation', [...joined, ...taken], outputs);
    joined = outputs;
  }
}

/** A split is one kernel with many outputs, save on Malis: there each part is a slice. */
export function addSplit(
  builder: LaunchBuilder,
  node: GpuNode,
  inputs: readonly GpuValue[],
  { gpu }: SelectionContext,
): void {
  if (gpu.vendor !== 'mali') {
    builder.add(node, node.type, 'Split', inputs, node.outputs);
    return;
  }
  for (const output of node.outputs) {
    builder.add(node, node.type, 'StridedSlice', inputs, [output]);
  }
}
