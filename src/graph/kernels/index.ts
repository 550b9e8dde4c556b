export { gpuKernels } from './gpu/gpu-kernels.js';
export { isWinogradTransform, withWinogradAsOne } from './gpu/winograd-rows.js';
export type { GpuKernel, GpuTarget } from './gpu/gpu-kernels.js';
export type { KernelFeatures } from './gpu/kernel-features.js';
