import type { OperationSizes } from './operation-sizes.js';
import type { KernelName } from './kernel-name.js';
import type { FeatureRecord } from '../../learning/model/feature-table.js';
import { blockSteps } from './launch/convolution-features.js';
import { plainLaunch, reductionSteps } from './launch/plain-features.js';

/** A kernel as the GPU delegate launches it: the operation that names it, its sizes, and what is fused behind it. */
export interface GpuKernelDescription {
  readonly operation: string;
  readonly features: OperationSizes;
  readonly name: KernelName;
}

/** GPUs read and write channels in slices of 4. */
const sliceChannels = 4;
/** GPU runs compute and store in float16. */
const elementBytes = 2;
/** Most bytes of filters that the delegate keeps in an Adreno's constant memory (facts: operation_selector.cc). */
const constantMemoryBytes = 3584;
const constantMemorySlices = 8;

/** Kernels that are learned together: those of one implementation, whatever is linked to them. */
export function gpuKernelGroup({ operation, name }: GpuKernelDescription): string {
  if (name.implementation === '') return operation;
  return name.implementation;
}

/**
 * What learners see of a GPU kernel. Work and traffic are counted as the kernel pads them; a convolution's arithmetic and its inner
 * loop stand in a column of their own for each way that kernels go about it (filters in constant memory, 1×1, larger
 * windows), so that the roofline prior can give each its own speed.
 */
export function gpuKernelFeatures(kernel: GpuKernelDescription): FeatureRecord {
  const sizes = kernelSizes(kernel);
  return { ...sizeFeatures(sizes), ...workFeatures(sizes, kernel), ...linkFeatures(kernel, sizes) };
}

interface KernelSizes {
  readonly inputSide: number;
  readonly outputSide: number;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly window: number;
  readonly stride: number;
  readonly groups: number;
  readonly inputSlices: number;
  readonly outputSlices: number;
}

function kernelSizes({ operation, features }: GpuKernelDescription): KernelSizes {
  const keepsChannels =
    operation !== 'CONCATENATION' && !operation.startsWith('CONV_2D') && operation !== 'FULLY_CONNECTED';
  const isMap = operation !== 'MEAN' && operation !== 'FULLY_CONNECTED';
  const inputChannels = features.inputChannels ?? 1;
  const outputChannels = keepsChannels ? inputChannels : (features.filters ?? inputChannels);
  const isWindow = operation !== 'CONCATENATION' && operation !== 'MEAN';
  return {
    inputSide: features.inputSide ?? 1,
    outputSide: isMap ? (features.outputSide ?? 1) : 1,
    inputChannels,
    outputChannels,
    window: isWindow ? (features.kernel ?? 1) : 1,
    stride: features.stride ?? 1,
    groups: features.groups ?? 1,
    inputSlices: Math.ceil(inputChannels / sliceChannels),
    outputSlices: Math.ceil(outputChannels / sliceChannels),
  };
}

function sizeFeatures(sizes: KernelSizes): FeatureRecord {
  const { outputSide, outputSlices, inputChannels, outputChannels } = sizes;
  return {
    ...sizes,
    gridThreads: outputSide ** 2 * outputSlices,
    gridThreads2x2: Math.ceil(outputSide / 2) ** 2 * outputSlices,
    outputSlicePairs: Math.ceil(outputSlices / 2),
    outputSliceQuads: Math.ceil(outputSlices / 4),
    outputSliceOctets: Math.ceil(outputSlices / 8),
    fill2: (Math.ceil(outputSlices / 2) * 2) / outputSlices,
    fill4: (Math.ceil(outputSlices / 4) * 4) / outputSlices,
    fill8: (Math.ceil(outputSlices / 8) * 8) / outputSlices,
    inputSlicesEven: sizes.inputSlices % 2 === 0 ? 1 : 0,
    inputChannelsWhole: inputChannels % sliceChannels === 0 ? 1 : 0,
    outputChannelsWhole: outputChannels % sliceChannels === 0 ? 1 : 0,
  };
}

function workFeatures(sizes: KernelSizes, kernel: GpuKernelDescription): FeatureRecord {
  const { inputSide, outputSide, inputSlices, outputSlices, window } = sizes;
  const slicePixelBytes = sliceChannels * elementBytes;
  const { macs, loop, weightBytes } = arithmetic(sizes, kernel);
  const readSlices = kernel.operation === 'CONCATENATION' ? outputSlices : inputSlices;
  const inputBytes = inputSide ** 2 * readSlices * slicePixelBytes;
  const outputBytes = outputSide ** 2 * outputSlices * slicePixelBytes;
  const traffic = { inputBytes, outputBytes, weightBytes };
  const pace = paceOf(sizes, kernel);
  return {
    ...traffic,
    paddedMacs: macs,
    loopLength: loop,
    macsPerByte: macs / (inputBytes + outputBytes + weightBytes),
    sourceReadBytes: outputSide ** 2 * outputSlices * window ** 2 * inputSlices * slicePixelBytes,
    filterBytes: filterBytes(sizes),
    ...blockFeatures(sizes, kernel, loop),
    ...plainLaunchFeatures(sizes, kernel, loop),
    [`macs ${pace}`]: macs,
    [`loop ${pace}`]: loop,
    ...winogradFeatures(sizes, kernel),
    isAverage: kernel.operation === 'AVERAGE_POOL_2D' ? 1 : 0,
    isMean: kernel.operation === 'MEAN' ? 1 : 0,
    isFullyConnected: kernel.operation === 'FULLY_CONNECTED' ? 1 : 0,
    inputCount: kernel.operation === 'CONCATENATION' ? (kernel.features.kernel ?? 1) : 1,
  };
}

/** MACs with padded channels, steps of the inner loop of one thread, and bytes of padded weights. */
function arithmetic(sizes: KernelSizes, { operation, name }: GpuKernelDescription) {
  const { inputSide, outputSide, inputSlices, outputSlices, window, groups, inputChannels } = sizes;
  const area = window ** 2;
  const outputs = outputSide ** 2 * outputSlices * sliceChannels;
  if (operation === 'CONCATENATION') return { macs: 0, loop: 0, weightBytes: 0 };
  if (isReduction(operation, name)) {
    return { macs: inputSide ** 2 * inputSlices * sliceChannels, loop: inputSide ** 2, weightBytes: 0 };
  }
  if (operation.endsWith('POOL_2D')) return { macs: outputs * area, loop: area, weightBytes: 0 };
  if (operation === 'DEPTHWISE_CONV_2D') {
    return {
      macs: outputs * area,
      loop: area,
      weightBytes: outputSlices * sliceChannels * area * elementBytes,
    };
  }
  if (!operation.startsWith('CONV_2D') && operation !== 'FULLY_CONNECTED') {
    return { macs: outputs, loop: 1, weightBytes: 0 };
  }
  const depth = Math.ceil(inputChannels / groups / sliceChannels) * sliceChannels;
  return {
    macs: outputs * depth * area,
    loop: (depth / sliceChannels) * area,
    weightBytes: depth * outputSlices * sliceChannels * area * elementBytes,
  };
}

function isReduction(operation: string, name: KernelName): boolean {
  return operation === 'MEAN' || name.implementation === 'mean';
}

/** Which of the ways to compute: each has a speed of its own. */
function paceOf(sizes: KernelSizes, { operation }: GpuKernelDescription): string {
  const { window, stride, inputSide, outputSide } = sizes;
  if (operation === 'DEPTHWISE_CONV_2D') {
    return window === 3 && stride === 1 && inputSide === outputSide ? 'depthwise 3x3' : 'depthwise';
  }
  if (operation !== 'CONV_2D') return 'other';
  if (fitsConstantMemory(sizes)) return 'constant';
  return window === 1 ? 'pointwise' : 'window';
}

/** Bytes of the filters as the delegate would lay them out in constant memory. */
function filterBytes({
  inputChannels,
  outputChannels,
  inputSlices,
  outputSlices,
  window,
}: KernelSizes): number {
  const outputSliced = outputChannels * inputSlices;
  const inputSliced = inputChannels * outputSlices;
  const dotProduct =
    outputChannels % sliceChannels !== 0 &&
    (inputChannels % sliceChannels === 0 || outputSliced < inputSliced);
  return (dotProduct ? outputSliced : inputSliced) * sliceChannels * window ** 2 * elementBytes;
}

function fitsConstantMemory(sizes: KernelSizes): boolean {
  return sizes.outputSlices <= constantMemorySlices && filterBytes(sizes) <= constantMemoryBytes;
}

/** Winograd's algorithm works on 4×4 tiles of the output, each transformed to 36 products. */
function winogradFeatures(
  { outputSide, inputSlices, outputSlices }: KernelSizes,
  { name }: GpuKernelDescription,
) {
  if (!name.implementation.includes('winograd')) return {};
  const products = Math.ceil(outputSide / 4) ** 2 * 36;
  return {
    winogradMacs: products * inputSlices * outputSlices * sliceChannels ** 2,
    winogradBytes: products * (inputSlices + outputSlices) * sliceChannels * elementBytes,
  };
}

/** What a convolution's launch depends on besides the GPU. Winograd's kernels and those of other operations have none of it. */
function blockFeatures(sizes: KernelSizes, { operation, name }: GpuKernelDescription, loop: number) {
  if (!operation.startsWith('CONV_2D') || name.implementation.includes('winograd')) return {};
  return { [blockSteps]: loop, inConstantMemory: sizes.groups === 1 && fitsConstantMemory(sizes) ? 1 : 0 };
}

/** The launch of kernels that every GPU launches alike. */
function plainLaunchFeatures(sizes: KernelSizes, kernel: GpuKernelDescription, loop: number) {
  const { inputSide, outputSide, outputSlices } = sizes;
  const { operation } = kernel;
  const outputs = outputSide ** 2 * outputSlices;
  if (isReduction(operation, kernel.name)) {
    return {
      reductionSteps256: reductionSteps(inputSide, 256),
      reductionSteps64: reductionSteps(inputSide, 64),
    };
  }
  const pixels = { x: outputSide, y: outputSide, z: outputSlices };
  if (operation === 'CONCATENATION') return plainLaunch({ ...pixels, z: 1 }, 1, outputs);
  if (operation === 'DEPTHWISE_CONV_2D' && paceOf(sizes, kernel) === 'depthwise 3x3') {
    const half = Math.ceil(outputSide / 2);
    return plainLaunch({ x: half, y: half, z: outputSlices }, loop, outputs);
  }
  const isWindow = operation === 'DEPTHWISE_CONV_2D' || operation.endsWith('POOL_2D');
  return isWindow ? plainLaunch(pixels, loop, outputs) : {};
}

const linkNames = ['add', 'relu', 'mul', 'hard_swish', 'sigmoid', 'minimum'];

/** What is fused behind the kernel. An addition that comes first is of another map, which must be read. */
function linkFeatures(
  { name }: GpuKernelDescription,
  { outputSide, outputSlices }: KernelSizes,
): FeatureRecord {
  const { linked } = name;
  const counts = linkNames.map((link) => [`linked ${link}`, linked.filter((each) => each === link).length]);
  const addsMap = linked[0] === 'add' && linked[1] !== 'mul';
  return {
    ...(Object.fromEntries(counts) as FeatureRecord),
    linkedCount: linked.length,
    linkedBytes: addsMap ? outputSide ** 2 * outputSlices * sliceChannels * elementBytes : 0,
  };
}
