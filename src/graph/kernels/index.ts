export { cpuKernels } from './cpu-cut.js';
export type { CpuBackend } from './cpu-cut.js';
export { cutIntoKernels } from './cut.js';
export type { Backend } from './cut.js';
export { gpuCut, gpuKernels, linkMark } from './gpu/gpu-kernels.js';
export { gpuSegmentEnds } from './gpu/segments.js';
export type { CutKernel, GpuKernel, GpuTarget } from './gpu/gpu-kernels.js';
export {
  featureCount,
  gpuGapOf,
  kernelFeatures,
  operationLabel,
  writeKernelFeatures,
} from './gpu/kernel-features.js';
export type { FeatureValue, KernelFeatures } from './gpu/kernel-features.js';
export { isWinogradTransform, withWinogradAsOne } from './gpu/winograd-rows.js';
export type { AbsentOperation, CpuCut, CpuKernel, Kernel } from './kernel.js';
export { isClamp, kernelConfiguration } from './kernel-configuration.js';
export { microkernelOf } from './xnnpack/microkernel.js';
