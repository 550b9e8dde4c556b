import { describe, expect, it } from 'vitest';

import { measuredRunOf } from '../../../src/exchange/qed-usc/published-run.js';
import { readNetworkTable, readOperationTable } from '../../../src/exchange/qed-usc/read-tables.js';
import { parseScenarioKey } from '../../../src/records/scenario.js';

const convolution =
  "{'Input_shape': '16', 'Input_channel': 8, 'Output_shape': '16', 'Stride': '1', 'Kernel': '3', 'Filter': '8', 'Group': '1', 'FLOPS': '294912'}";
const operations = [
  'model,operation,feature,phone|1large|float,phone|1large|quant',
  `net,CONV_2D,"${convolution}",20,8`,
  `net,SOFTMAX,"{'Input_shape': '1'}",3,NaN`,
].join('\n');
const networks = 'model,FLOPS,size,phone|2large|float|mean,phone|2large|float|std\nnet,1,1,30,1';
const builtin = { cpuDelegate: 'builtin' } as const;

const runsOf = (file: string, text = operations) =>
  readOperationTable({ file, text }, builtin).map(({ run }) => measuredRunOf(run));

describe('operations of CPUs', () => {
  it('become runs of their core set in their precision, each operation in its types', () => {
    const runs = runsOf('tflite_cnn_real_ops_cpu.csv');
    expect(runs.map(({ scenarioKey }) => scenarioKey)).toEqual([
      '1large-t1-float32-builtin-2.10',
      '1large-t1-int8-builtin-2.10',
    ]);
    expect(runs.map(({ result }) => result.operationSumUs)).toEqual([23, 8]);
    const types = runs.map((run) => run.operations[0]?.configuration?.spec.inputs.map((each) => each?.type));
    expect(types).toEqual([
      ['float32', 'float32', 'float32'],
      ['int8', 'int8', 'int32'],
    ]);
    expect(runs[0]?.operations[1]).toMatchObject({ operator: 'SOFTMAX', configuration: null, meanUs: 3 });
  });

  it('of PyTorch and of transformers are of runtimes of their own', () => {
    const [torch] = runsOf('torch_cnn_real_ops_cpu.csv');
    expect(torch?.scenarioKey).toBe('1large-t1-float32-builtin-pytorch-2.0');
    expect(parseScenarioKey(torch?.scenarioKey ?? '')?.runtimeVersion).toBe('pytorch-2.0');
    expect(torch?.operations.map(({ configuration }) => configuration)).toEqual([null, null]);
    const [tflite] = runsOf('tflite_cnn_real_ops_cpu.csv');
    expect(torch?.key).not.toBe(tflite?.key);
    expect(runsOf('tflite_vit_synthetic_ops_cpu.csv')[0]?.scenarioKey).toBe('1large-t1-float32-builtin-2.15');
  });
});

describe('whole networks', () => {
  it.each([
    ['tflite_cnn_synthetic_e2e.csv', '2.10'],
    ['tflite_transformer_e2e.csv', '2.15'],
    ['torch_nas_e2e.csv', 'pytorch-2.0'],
  ])('of %s were executed by %s, unless it is said otherwise', (file, version) => {
    const keyUnder = (conditions: object) =>
      readNetworkTable({ file, text: networks }, { ...builtin, ...conditions }).map(
        ({ run }) => measuredRunOf(run).scenarioKey,
      );
    expect(keyUnder({})).toEqual([`2large-t2-float32-builtin-${version}`]);
    expect(keyUnder({ runtimeVersion: '2.17' })).toEqual(['2large-t2-float32-builtin-2.17']);
  });
});
