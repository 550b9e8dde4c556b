import type { GpuGraph, GpuNode, GpuValue, Launch } from '../model/gpu-graph.js';
import type { KernelImplementation } from '../model/kernel-implementation.js';
import { refusal } from '../model/refusal.js';
import { delegateChanges } from '../runtime-version.js';
import { normalization, slicedProducts } from './combinations.js';
import {
  selectConvolution,
  selectDepthwise,
  selectDynamicTransposed,
  selectTransposed,
} from './convolution.js';
import { elementwiseKind } from './elementwise.js';
import { LaunchBuilder } from './launch-builder.js';
import type { SelectionContext } from './selection-context.js';
import {
  addBatchedProduct,
  addConcatenation,
  addMatrixProduct,
  addSplit,
  addWinograd,
} from './several-launches.js';
import { runsAsWinograd } from './winograd.js';

/**
 * Chooses the kernels of each node and puts them in the order in which they run (`ConvertOperations` in common/gpu_model.cc). Throws
 * `GPU_DELEGATE_REFUSES` for a node that has no kernel.
 */
export function convertOperations(graph: GpuGraph, context: SelectionContext): Launch[] {
  const builder = new LaunchBuilder(graph);
  for (const value of graph.values) if (value.producer === undefined) value.writtenAt = -1;
  const consumed = new Set<GpuNode>();
  let index = -1;
  for (const node of graph.nodes) {
    index++;
    if (node.type === 'const' || consumed.has(node)) continue;
    const outputs = addCombination(builder, node, consumed, context) ?? node.outputs;
    if (outputs === node.outputs) addNode(builder, node, orderedInputs(node), context);
    for (const value of outputs) value.writtenAt = index;
  }
  return builder.launches;
}

/** A launch for this node and others; the values that it writes, `undefined` where the node runs by itself. */
function addCombination(
  builder: LaunchBuilder,
  node: GpuNode,
  consumed: Set<GpuNode>,
  { version }: SelectionContext,
): readonly GpuValue[] | undefined {
  const sliced = node.type === 'slice' ? slicedProducts(node) : undefined;
  const normal =
    node.type === 'mean' && version >= delegateChanges.normalizationIsOneKernel
      ? normalization(node)
      : undefined;
  const found = sliced ?? normal;
  if (found === undefined) return undefined;
  const { nodes, inputs, outputs } = found;
  if (sliced !== undefined)
    builder.addCombined(nodes, 'slice_mul_reduce_concat', 'GPUOperation', inputs, outputs);
  else builder.addCombined(nodes, 'mean_stddev_normalization', 'MeanStdDevNormalization', inputs, outputs);
  for (const each of nodes) consumed.add(each);
  return outputs;
}

/**
 * A sum or a product reads first what was written last, so that it can be linked to it, unless it broadcasts
 * (`IsAssociativeLinkableOp`).
 */
function orderedInputs(node: GpuNode): readonly GpuValue[] {
  const { inputs, type } = node;
  if (inputs.length === 1 || (type !== 'add' && type !== 'mul') || broadcasts(node)) return inputs;
  let latest = 0;
  for (let position = 1; position < inputs.length; position++) {
    if ((inputs[position]?.writtenAt ?? 0) > (inputs[latest]?.writtenAt ?? 0)) latest = position;
  }
  if (latest === 0) return inputs;
  const ordered = [...inputs];
  [ordered[0], ordered[latest]] = [inputs[latest] as GpuValue, inputs[0] as GpuValue];
  return ordered;
}

function broadcasts({ inputs, outputs }: GpuNode): boolean {
  const output = outputs[0]?.shape;
  if (output === undefined) return false;
  for (const { shape } of inputs) {
    if (shape.channels === 1 && output.channels !== 1) return true;
    if (shape.width === 1 && output.width !== 1) return true;
    if (shape.height === 1 && output.height !== 1) return true;
    if (shape.batch === 1 && output.batch !== 1) return true;
  }
  return false;
}

/** The kernel class of operations that have one alone. */
const ownKernels: ReadonlyMap<string, KernelImplementation> = new Map(
  Object.entries<KernelImplementation>({
    cumsum: 'Cumsum',
    depth_to_space: 'GPUOperation',
    gather: 'GPUOperation',
    max_unpooling: 'GPUOperation',
    mean: 'Reduce',
    one_hot: 'GPUOperation',
    pad: 'GPUOperation',
    pooling_2d: 'GPUOperation',
    reduce_maximum: 'Reduce',
    reduce_minimum: 'Reduce',
    reduce_product: 'Reduce',
    reduce_sum: 'Reduce',
    resampler: 'GPUOperation',
    reshape: 'GPUOperation',
    resize: 'Resize',
    select_v2: 'GPUOperation',
    slice: 'StridedSlice',
    space_to_depth: 'GPUOperation',
    tile: 'GPUOperation',
    transpose: 'GPUOperation',
  }),
);

function addNode(
  builder: LaunchBuilder,
  node: GpuNode,
  inputs: readonly GpuValue[],
  context: SelectionContext,
): void {
  const { type } = node;
  const linking = elementwiseKind(node, inputs);
  if (linking !== undefined) {
    builder.add(node, type, 'GPUOperation', inputs, node.outputs, linking);
    return;
  }
  const own = ownKernels.get(type);
  if (own !== undefined) {
    builder.add(node, type, own, inputs, node.outputs);
    return;
  }
  addComputation(builder, node, inputs, context);
}

function addComputation(
  builder: LaunchBuilder,
  node: GpuNode,
  inputs: readonly GpuValue[],
  context: SelectionContext,
): void {
  const { window, type } = node;
  const [input] = inputs as [GpuValue];
  const [output] = node.outputs as [GpuValue];
  switch (type) {
    case 'convolution_2d':
      addConvolution(builder, node, inputs, context);
      return;
    case 'depthwise_convolution':
      if (inputs.length > 1 && inputs[1]?.shape.batch !== 1) {
        throw refusal('No support of depthwise runtime weights with channel multiplier != 1');
      }
      builder.add(
        node,
        type,
        inputs.length > 1 || window === undefined ? 'DepthwiseConv' : selectDepthwise(window, context),
        inputs,
        node.outputs,
      );
      return;
    case 'convolution_transposed':
      if (window === undefined) break;
      if (inputs.length === 1)
        builder.add(node, type, selectTransposed(window, context), inputs, node.outputs);
      else
        addMatrixProduct(
          builder,
          node,
          inputs,
          'conv_transposed_dynamic',
          selectDynamicTransposed(window, context),
        );
      return;
    case 'fully_connected':
      builder.add(
        node,
        type,
        input.shape.batch === 1 && output.shape.batch === 1 ? 'FullyConnected' : 'ConvGeneric',
        inputs,
        node.outputs,
      );
      return;
    case 'batched_matmul':
      addBatchedProduct(builder, node, inputs, context);
      return;
    case 'softmax': {
      const { height, width, channels } = input.shape;
      const pixels = height * width;
      builder.add(
        node,
        type,
        pixels <= 256 && pixels <= channels ? 'Softmax1x1' : 'GPUOperation',
        inputs,
        node.outputs,
      );
      return;
    }
    case 'concat':
      addConcatenation(builder, node, inputs, context);
      return;
    case 'split':
      addSplit(builder, node, inputs, context);
      return;
  }
  throw refusal(`No selector for ${type}`);
}

function addConvolution(
  builder: LaunchBuilder,
  node: GpuNode,
  inputs: readonly GpuValue[],
  context: SelectionContext,
): void {
  const { window } = node;
  const [output] = node.outputs as [GpuValue];
  if (window === undefined) throw refusal('No selector for convolution_2d');
  if (inputs.length > 1) {
    if (inputs[1]?.shape.channels !== inputs[0]?.shape.channels) {
      throw refusal('No support of grouped convolution with runtime weights');
    }
    addMatrixProduct(builder, node, inputs, 'convolution_dynamic', 'ConvGeneric');
  } else if (runsAsWinograd(window, output.shape, context)) {
    addWinograd(builder, node, inputs, context);
  } else {
    const type = window.groups === 1 ? 'convolution_2d' : 'convolution_2d_grouped';
    builder.add(node, type, selectConvolution(window, context), inputs, node.outputs);
  }
}
