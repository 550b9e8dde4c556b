import { describe, expect, it } from 'vitest';

import { parseOperations } from '../../../src/exchange/published/operations.js';
import { measuredRunOf } from '../../../src/exchange/qed-usc/published-run.js';
import { readOperationTable } from '../../../src/exchange/qed-usc/read-tables.js';
import { networkKernels } from '../../../src/trainer/material/network-kernels.js';

const sizes = (kernel: number, filters: number, flops: number) =>
  `"{'Input_shape': '56', 'Input_channel': 32, 'Output_shape': '56', 'Stride': '1', 'Kernel': '${kernel}', 'Filter': '${filters}', 'Group': '-', 'FLOPS': '${flops}'}"`;
const gpuOf = (device: string) => ({ device, cores: 'gpu', precision: 'float' });
const name = 'depthwise_conv_plus_1x1_conv_3';
const text = [
  'model,operation,feature,apple|gpu|float,apple|gpu|kernel,adreno|gpu|float,adreno|gpu|kernel',
  `net,DEPTHWISE_CONV_2D,${sizes(3, 1, 1806336)},40,${name},25,depthwise_convolution_0`,
  `net,CONV_2D,${sizes(1, 64, 12845056)},40,${name},30,convolution_2d_1`,
].join('\n');

describe('a launch that executes the operations of two rows', () => {
  it('is one kernel with the work of both, beside devices that launch each by itself', () => {
    const table = parseOperations(text, 'ops.csv');
    const [fused, ...more] = networkKernels(table, gpuOf('apple'));
    const [depthwise, convolution] = networkKernels(table, gpuOf('adreno'));
    expect(more).toEqual([]);
    expect(fused?.latencyUs).toBe(40);
    expect(fused?.features['weightBytes']).toBe(
      Number(depthwise?.features['weightBytes']) + Number(convolution?.features['weightBytes']),
    );
    expect(fused?.features['outputBytes']).toBe(convolution?.features['outputBytes']);
  });

  it('counts once in the network, and tells of neither operation by itself', () => {
    const runs = readOperationTable({ file: 'ops.csv', text }, { cpuDelegate: 'builtin' }).map(({ run }) =>
      measuredRunOf(run),
    );
    const apple = runs.find(({ pool }) => pool.deviceModel.endsWith('apple'));
    expect(apple?.result.operationSumUs).toBe(40);
    expect(apple?.operations.map(({ sharedRow }) => sharedRow)).toEqual([true, true]);
  });
});
