export { cpuKernels, cutIntoKernels } from './cut.js';
export type { Backend, CpuBackend } from './cut.js';
export { gpuCut, gpuKernels, linkMark } from './gpu/gpu-kernels.js';
export type { CutKernel, GpuKernel, GpuTarget } from './gpu/gpu-kernels.js';
export { featureCount, kernelFeatures, operationLabel, writeKernelFeatures } from './gpu/kernel-features.js';
export type { FeatureValue, KernelFeatures } from './gpu/kernel-features.js';
export { isWinogradTransform, withWinogradAsOne } from './gpu/winograd-rows.js';
export type { AbsentOperation, CpuCut, CpuKernel, Kernel } from './kernel.js';
export { isClamp, kernelConfiguration } from './kernel-configuration.js';
