import type { Window } from '../model/attributes.js';
import type { KernelImplementation } from '../model/kernel-implementation.js';
import type { SelectionContext } from './selection-context.js';

/** The kernel of a convolution with constant weights (`SelectConvolution` in convolution_selector.cc). */
export function selectConvolution(window: Window, context: SelectionContext): KernelImplementation {
  const { vendor } = context.gpu;
  const constantsFirst = vendor === 'adreno' || vendor === 'nvidia' || vendor === 'unknown';
  return constantsFirst && fitsConstantMemory(window, context) ? 'ConvConstants' : 'ConvGeneric';
}

/** `IsConvConstantsSupported`: few output slices, and filters small enough for the GPU's constant memory. */
function fitsConstantMemory(window: Window, { gpu, precision }: SelectionContext): boolean {
  const { weightsInput, weightsOutput, kernelHeight, kernelWidth, groups } = window;
  const outputSlices = Math.ceil(weightsOutput / 4);
  if (groups !== 1 || outputSlices > 8) return false;
  const outputSliced = weightsOutput * Math.ceil(weightsInput / 4);
  const inputSliced = weightsInput * outputSlices;
  const dotProduct = weightsOutput % 4 !== 0 && (weightsInput % 4 === 0 || outputSliced < inputSliced);
  const aligned = (dotProduct ? outputSliced : inputSliced) * 4;
  const bytes = aligned * kernelHeight * kernelWidth * (precision === 'float32' ? 4 : 2);
  const { vendor, adrenoSeries } = gpu;
  if (vendor === 'adreno') return bytes <= (adrenoSeries >= 3 && adrenoSeries <= 5 ? 2560 : 3584);
  return bytes <= (vendor === 'amd' ? 4096 : 1024);
}

/** The kernel of a depthwise convolution with constant weights (dw_convolution_selector.cc). */
export function selectDepthwise(window: Window, { gpu, precision }: SelectionContext): KernelImplementation {
  const plain3x3 =
    window.weightsOutput === 1 &&
    window.kernelHeight === 3 &&
    window.kernelWidth === 3 &&
    window.dilationHeight === 1 &&
    window.dilationWidth === 1;
  const padsByOne = window.top === 1 && window.bottom === 1 && window.left === 1 && window.right === 1;
  if (!plain3x3 || !padsByOne || window.strideHeight !== 1 || window.strideWidth !== 1) {
    const rowsStride = plain3x3 && window.strideHeight === 2 && window.strideWidth === 1 && padsByOne;
    return gpu.vendor === 'apple' && rowsStride ? 'DepthWiseConv3x3StrideH2' : 'DepthwiseConv';
  }
  if (gpu.vendor !== 'mali') return 'DepthwiseConv3x3';
  const { maliArchitecture } = gpu;
  const capable = maliArchitecture === 'bifrost' || maliArchitecture === 'valhall-1';
  return capable && precision !== 'float32' ? 'DepthwiseConv3x3' : 'DepthwiseConv';
}

/** The kernel of a transposed convolution with constant weights (convolution_transposed_selector.cc). */
export function selectTransposed(window: Window, { gpu }: SelectionContext): KernelImplementation {
  if (gpu.vendor === 'mali' || gpu.vendor === 'amd') return 'ConvolutionTransposed';
  if (isThin(window)) return 'ConvolutionTransposedThin';
  if (isThin3x3(window)) return 'ConvolutionTransposed3x3Thin';
  if (gpu.vendor === 'adreno' || gpu.vendor === 'unknown') return 'ConvolutionTransposed';
  return selectTransposedBySize(window);
}

/** The same with weights of run time; for those there is no thin kernel of other sizes. */
export function selectDynamicTransposed(window: Window, { gpu }: SelectionContext): KernelImplementation {
  const { vendor } = gpu;
  if (vendor === 'adreno')
    return isThin3x3(window) ? 'ConvolutionTransposed3x3Thin' : 'ConvolutionTransposed';
  if (vendor !== 'powervr' && vendor !== 'nvidia' && vendor !== 'intel') return 'ConvolutionTransposed';
  if (isThin3x3(window)) return 'ConvolutionTransposed3x3Thin';
  return selectTransposedBySize(window);
}

function selectTransposedBySize(window: Window): KernelImplementation {
  if (window.strideHeight !== 2 || window.strideWidth !== 2) return 'ConvolutionTransposed';
  if (window.kernelHeight === 3 && window.kernelWidth === 3) return 'ConvolutionTransposed3x3';
  const square4x4 = window.kernelHeight === 4 && window.kernelWidth === 4;
  return square4x4 && window.top === 1 && window.left === 1
    ? 'ConvolutionTransposed4x4'
    : 'ConvolutionTransposed';
}

function isThin(window: Window): boolean {
  const { top, bottom, left, right } = window;
  return (
    window.weightsOutput <= 4 &&
    window.kernelWidth === window.strideWidth &&
    window.kernelHeight === window.strideHeight &&
    top === 0 &&
    bottom === 0 &&
    left === 0 &&
    right === 0
  );
}

function isThin3x3(window: Window): boolean {
  const { top, bottom, left, right } = window;
  return (
    window.weightsOutput <= 8 &&
    window.kernelWidth === 3 &&
    window.kernelHeight === 3 &&
    window.strideWidth === 2 &&
    window.strideHeight === 2 &&
    top === 1 &&
    bottom === 1 &&
    left === 1 &&
    right === 1
  );
}
