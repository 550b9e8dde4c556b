import { describe, expect, it } from 'vitest';

import { parseOperations } from '../../../src/exchange/published/operations.js';
import { networkKernels } from '../../../src/trainer/material/network-kernels.js';

const sizes = (group: number) =>
  `"{'Input_shape': '16', 'Input_channel': 8, 'Output_shape': '16', 'Stride': '1', 'Kernel': '3', 'Filter': '8', 'Group': '${group}', 'FLOPS': '1'}"`;
const text = [
  'model,operation,feature,phone|1large|float',
  `net,CONV_2D,${sizes(1)},20`,
  `net,CONV_2D_GROUP,${sizes(2)},90`,
  `net,ADD,"{'Input_shape': '16', 'Input_channel': 8, 'Kernel': '-'}",3`,
].join('\n');
const scenario = { device: 'phone', cores: '1large', precision: 'float' };

describe('operations of a CPU', () => {
  it('are learned by the features of their configurations, what has none by the numbers that are told', () => {
    const kernels = networkKernels(parseOperations(text, 'tflite_cnn_ops_cpu.csv'), scenario);
    expect(kernels.map(({ kernelGroup }) => kernelGroup)).toEqual([
      'CONV_2D',
      'CONV_2D_GROUP',
      'ADD by its numbers',
    ]);
    expect(kernels[0]?.features).not.toEqual(kernels[1]?.features);
    expect(kernels[2]?.features).toEqual({ Input_shape: 16, Input_channel: 8, elements: 2048 });
  });
});
