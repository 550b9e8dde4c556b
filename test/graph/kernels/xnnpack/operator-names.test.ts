import { describe, expect, it } from 'vitest';
import { operatorFamilies } from '../../../../src/graph/kernels/xnnpack/operator-families.js';
import { kernelFamily, standsForAny } from '../../../../src/graph/kernels/xnnpack/operator-names.js';

const mayDo = (kernel: string, operator: string): boolean =>
  standsForAny(kernelFamily(kernel), operatorFamilies[operator] ?? []);

describe('a kernel’s name', () => {
  it.each([
    ['Add (ND, F32)', 'ADD'],
    ['Binary Elementwise (ND)', 'ADD'],
    ['Add (ND)', 'ADD'],
    ['Leaky ReLU (NC, QU8)', 'LEAKY_RELU'],
    ['Unary Elementwise (NC)', 'LEAKY_RELU'],
    ['LeakyReLU (NC)', 'LEAKY_RELU'],
    ['PReLU (NC, F32)', 'PRELU'],
    ['Binary Elementwise (ND)', 'PRELU'],
    ['Squared Difference (NC, F32)', 'SQUARED_DIFFERENCE'],
    ['Bankders Rounding (NC)', 'ROUND'],
    ['Global Average Pooling (NWC, QS8)', 'MEAN'],
    ['Mean (ND) Mean', 'MEAN'],
    ['Convert (NC, F32, QS8)', 'QUANTIZE'],
    ['Unary Elementwise (NC)', 'QUANTIZE'],
    ['Copy (NC, X32)', 'RESHAPE'],
    ['Static Reshape (NC)', 'RESHAPE'],
    ['Resize Bilinear (NHWC)', 'RESIZE_BILINEAR'],
  ])('%s may be the kernel of %s', (kernel, operator) => {
    expect(mayDo(kernel, operator)).toBe(true);
  });

  it.each([
    ['Binary Elementwise (ND)', 'RELU'],
    ['Unary Elementwise (NC)', 'ADD'],
    ['Unary Elementwise (NC)', 'CONV_2D'],
    ['Add (ND, F32)', 'MUL'],
    ['Copy (NC, X32)', 'CONV_2D'],
    ['Something New (ND)', 'ADD'],
  ])('%s is never the kernel of %s', (kernel, operator) => {
    expect(mayDo(kernel, operator)).toBe(false);
  });
});
