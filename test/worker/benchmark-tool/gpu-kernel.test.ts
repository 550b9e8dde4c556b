import { describe, expect, it } from 'vitest';
import { gpuOperator } from '../../../src/worker/benchmark-tool/alignment/gpu-kernel.js';

describe('the operation that names a kernel of the GPU', () => {
  it.each([
    ['convolution_2d 12 -> relu 13', 'CONV_2D'],
    ['convolution_2d 12 linked : relu 13', 'CONV_2D'],
    ['depthwise_convolution 4 linked : add 7 linked : relu 8', 'DEPTHWISE_CONV_2D'],
    ['dw_conv2d->conv1x1 3 -> relu 4', 'DEPTHWISE_CONV_2D'],
    ['winograd_4x4_to_36 7', 'CONV_2D'],
    ['mat_mul_as_convolution 9', 'BATCH_MATMUL'],
    ['subtract 3 -> mul 4', 'SUB'],
    ['add 3', 'ADD'],
    ['TfLiteGpuDelegateV2', 'TfLiteGpuDelegateV2'],
  ])('of %s is %s', (label, operator) => {
    expect(gpuOperator(label)).toBe(operator);
  });
});
