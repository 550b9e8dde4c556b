import type { GpuKernel } from './gpu-kernels.js';

/** The kernel that the rows of published tables name for all three of Winograd's algorithm. */
const winogradProduct = 'convolution_winograd_4x4_6x6';

/** Whether a kernel only transforms tiles for Winograd's algorithm, before or after its product. */
export function isWinogradTransform(kernel: string): boolean {
  return kernel.startsWith('winograd_');
}

/**
 * Kernels as the published tables of Li, Paolieri and Golubchik list them: the three launches of Winograd's algorithm are one row, which carries
 * the product's name alone and none of what is linked behind.
 */
export function withWinogradAsOne(kernels: readonly GpuKernel[]): GpuKernel[] {
  const listed: GpuKernel[] = [];
  for (const kernel of kernels) {
    if (!isWinogradTransform(kernel.kernel)) {
      listed.push(kernel);
      continue;
    }
    const product = listed.at(-1);
    if (product?.kernel !== winogradProduct) continue;
    const { operations, operationIndices } = kernel;
    listed[listed.length - 1] = { ...product, operations, operationIndices };
  }
  return listed;
}
