import type { GpuModel } from './gpu-model.js';
import type { GpuNode, ValueShape, WindowGeometry } from './node.js';
import { delegateChanges, type RuntimeVersion } from './runtime-version.js';

/** Which of the delegate's kernels executes a node: its class in `tensorflow/lite/delegates/gpu/common/tasks`. */
export type KernelImplementation =
  | 'Winograd4x4To6x6'
  | 'ConvConstants'
  | 'ConvGeneric'
  | 'ConvBuffer1x1'
  | 'DepthwiseConv3x3'
  | 'DepthwiseConv'
  | 'FullyConnected'
  | 'Other';

export interface SelectionContext {
  readonly gpu: GpuModel;
  readonly version: RuntimeVersion;
  /** Precision of the kernels' arithmetic; the benchmark tool's default allows float16. */
  readonly precision: 'float16' | 'float32';
}

/** The kernel that `SelectOperation` (operation_selector.cc) takes for a node on a GPU. */
export function selectImplementation(
  node: GpuNode,
  output: ValueShape,
  context: SelectionContext,
): KernelImplementation {
  const name = node.type.split('_linked_', 1)[0];
  if (name === 'fully_connected') return output.batch === 1 ? 'FullyConnected' : 'ConvGeneric';
  if (node.geometry === undefined) return 'Other';
  if (name === 'depthwise_convolution') return selectDepthwise(node.geometry, context);
  if (name !== 'convolution_2d' && name !== 'convolution_2d_grouped') return 'Other';
  if (isWinogradSuitable(node.geometry) && isWinogradRecommended(node.geometry, output, context)) {
    return 'Winograd4x4To6x6';
  }
  return selectConvolution(node.geometry, context);
}

const slices = (channels: number): number => Math.ceil(channels / 4);

/** Winograd's F(4×4, 3×3) computes 3×3 convolutions without stride, dilation or groups. */
function isWinogradSuitable(geometry: WindowGeometry): boolean {
  return (
    geometry.kernelHeight === 3 &&
    geometry.kernelWidth === 3 &&
    geometry.strideHeight === 1 &&
    geometry.strideWidth === 1 &&
    geometry.dilationHeight === 1 &&
    geometry.dilationWidth === 1 &&
    geometry.groups === 1
  );
}

/** Winograd pays when there are enough channel slices on both sides and enough 4×4 tiles to fill the GPU. */
function isWinogradRecommended(
  geometry: WindowGeometry,
  output: ValueShape,
  context: SelectionContext,
): boolean {
  const tiles = Math.ceil(output.width / 4) * Math.ceil(output.height / 4);
  const source = slices(geometry.inputChannels);
  const destination = slices(geometry.outputChannels);
  const minimum =
    context.version >= delegateChanges.winogradBySliceCount
      ? recentWinogradMinimum(context.gpu)
      : olderWinogradMinimum(context.gpu, tiles);
  return source >= minimum.source && destination >= minimum.destination && tiles >= minimum.tiles;
}

interface WinogradMinimum {
  readonly source: number;
  readonly destination: number;
  readonly tiles: number;
}

function recentWinogradMinimum(gpu: GpuModel): WinogradMinimum {
  if (gpu.vendor === 'adreno') return { source: 32, destination: 32, tiles: adrenoTiles(gpu) };
  return { source: 16, destination: gpu.vendor === 'amd' ? 8 : 16, tiles: 32 };
}

/** Up to 2.6 fewer slices were asked for where there are many tiles. */
function olderWinogradMinimum(gpu: GpuModel, tiles: number): WinogradMinimum {
  const deep = gpu.vendor === 'adreno' || gpu.vendor === 'amd';
  const minimumTiles = gpu.vendor === 'adreno' ? adrenoTiles(gpu) : gpu.vendor === 'amd' ? 64 : 32;
  const depth = deep ? 32 : 16;
  const eased = tiles >= 8 * minimumTiles ? 4 : tiles >= 4 * minimumTiles ? 2 : 1;
  const slicesNeeded = eased === 1 ? depth : Math.max(8, depth / eased);
  return { source: slicesNeeded, destination: slicesNeeded, tiles: minimumTiles };
}

const adrenoTiles = (gpu: GpuModel): number => (gpu.adrenoSeries === 6 ? 128 : 64);

function selectConvolution(geometry: WindowGeometry, context: SelectionContext): KernelImplementation {
  const { vendor } = context.gpu;
  const constantsFirst = vendor === 'adreno' || vendor === 'nvidia' || vendor === 'unknown';
  return constantsFirst && fitsConstantMemory(geometry, context) ? 'ConvConstants' : 'ConvGeneric';
}

/** `IsConvConstantsSupported`: few output slices, and filters small enough for the GPU's constant memory. */
function fitsConstantMemory(geometry: WindowGeometry, context: SelectionContext): boolean {
  const { inputChannels, outputChannels, kernelHeight, kernelWidth, groups } = geometry;
  if (groups !== 1 || slices(outputChannels) > 8) return false;
  const outputSliced = outputChannels * slices(inputChannels);
  const inputSliced = inputChannels * slices(outputChannels);
  const dotProduct = outputChannels % 4 !== 0 && (inputChannels % 4 === 0 || outputSliced < inputSliced);
  const aligned = (dotProduct ? outputSliced : inputSliced) * 4;
  const bytes = aligned * kernelHeight * kernelWidth * (context.precision === 'float32' ? 4 : 2);
  return bytes <= constantMemoryBytes(context.gpu);
}

function constantMemoryBytes(gpu: GpuModel): number {
  if (gpu.vendor === 'adreno') return gpu.adrenoSeries <= 5 ? 2560 : 3584;
  return gpu.vendor === 'amd' ? 4096 : 1024;
}

function selectDepthwise(geometry: WindowGeometry, context: SelectionContext): KernelImplementation {
  const { padding } = geometry;
  const square3x3 =
    geometry.kernelHeight === 3 &&
    geometry.kernelWidth === 3 &&
    geometry.dilationHeight === 1 &&
    geometry.dilationWidth === 1 &&
    geometry.inputChannels === geometry.outputChannels;
  const paddedByOne = padding.top === 1 && padding.bottom === 1 && padding.left === 1 && padding.right === 1;
  const unitStride = geometry.strideHeight === 1 && geometry.strideWidth === 1;
  if (!square3x3 || !paddedByOne || !unitStride) return 'DepthwiseConv';
  if (context.gpu.vendor !== 'mali') return 'DepthwiseConv3x3';
  const { maliArchitecture } = context.gpu;
  const capable = maliArchitecture === 'bifrost' || maliArchitecture === 'valhall-1';
  return capable && context.precision !== 'float32' ? 'DepthwiseConv3x3' : 'DepthwiseConv';
}
