export { cpuKernels, cutIntoKernels } from './cut.js';
export type { Backend, CpuBackend } from './cut.js';
export { gpuKernels } from './gpu/gpu-kernels.js';
export { isWinogradTransform, withWinogradAsOne } from './gpu/winograd-rows.js';
export type { GpuKernel, GpuTarget } from './gpu/gpu-kernels.js';
export type { KernelFeatures } from './gpu/kernel-features.js';
export type { AbsentOperation, CpuCut, CpuKernel, Kernel } from './kernel.js';
export { isClamp, kernelConfiguration } from './kernel-configuration.js';
