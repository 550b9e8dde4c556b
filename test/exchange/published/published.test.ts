import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FarmError } from '../../../src/platform/errors.js';
import { parseKernelName } from '../../../src/predictor/features/kernel-name.js';
import { parsePythonDictionary } from '../../../src/exchange/files/python-dictionary.js';
import { parseNetworks } from '../../../src/exchange/published/networks.js';
import { parseOperations } from '../../../src/exchange/published/operations.js';

const header = 'model,operation,feature,phone|gpu|float,phone|gpu|kernel';
const features =
  "{'Input_shape': '224', 'Input_channel': 3, 'Output_shape': '112', 'Stride': '2', 'Kernel': '7', 'Filter': '64', 'Group': '1', 'FLOPS': '236027904'}";
const row = (time = '12.5', kernel = 'convolution_2d_0_linked_:_relu_1', feature = features) =>
  `net,CONV_2D,"${feature}",${time},${kernel}`;
const parse = (...lines: string[]) => parseOperations([header, ...lines].join('\n'), 'ops.csv');

describe('the table of operations', () => {
  it('gives sizes and times of every row', () => {
    const { scenarios, rows } = parse(row());
    expect(scenarios).toMatchObject([{ device: 'phone', cores: 'gpu', precision: 'float' }]);
    expect(rows[0]).toMatchObject({
      line: 2,
      network: 'net',
      operation: 'CONV_2D',
      features: {
        inputSide: 224,
        inputChannels: 3,
        outputSide: 112,
        stride: 2,
        kernel: 7,
        filters: 64,
        groups: 1,
      },
    });
    expect(rows[0]?.timings.get('phone|gpu|float')).toEqual({
      latencyUs: 12.5,
      kernel: 'convolution_2d_0_linked_:_relu_1',
    });
  });

  it('takes rows that stand together, of one kernel and one time, for one launch', () => {
    const { rows } = parse(
      row('12.5', 'depthwise_conv_plus_1x1_conv_3'),
      row('12.5', 'depthwise_conv_plus_1x1_conv_3'),
    );
    expect(rows.map(({ timings }) => timings.get('phone|gpu|float')?.launch)).toEqual(['first', 'rest']);
  });

  it('gives sizes whatever version of TFLite it was measured with, and none of PyTorch', () => {
    const table = [header, row()].join('\n');
    const [sized] = parseOperations(table, 'tflite_cnn_ops_gpu.csv', '2.12').rows;
    expect(sized?.features).toMatchObject({ kernel: 7, filters: 64 });
    const [kept] = parseOperations(table, 'ops.csv', 'pytorch-2.0').rows;
    expect(kept).toMatchObject({ features: {}, text: features });
  });

  it('reads NaN as not measured', () => {
    expect(parse(row('NaN'), row()).rows.map(({ timings }) => timings.size)).toEqual([0, 1]);
  });

  it('reads a hyphen as a size that means nothing, and an empty time as not measured', () => {
    const two = [
      `${header},other|gpu|float`,
      `${row(undefined, undefined, features.replace("'1'", "'-'"))},`,
    ];
    const { rows } = parseOperations(two.join('\r\n'), 'ops.csv');
    expect(rows[0]?.features.groups).toBeUndefined();
    expect([...(rows[0]?.timings.keys() ?? [])]).toEqual(['phone|gpu|float']);
  });

  it('gives the times of CPUs in both precisions, and leaves out what nobody measured', () => {
    const cpu = [
      'model,operation,feature,phone|1large|float,phone|1large|quant',
      `net,CONV_2D,"${features}",12.5,5`,
      `net,DEQUANTIZE,,NaN,1.5`,
      `net,CONV_2D,"${features}",,`,
    ];
    const { scenarios, rows, runtimeVersion } = parseOperations(
      cpu.join('\n'),
      'tflite_cnn_real_ops_cpu.csv',
    );
    expect(runtimeVersion).toBe('2.10');
    expect(scenarios.map(({ cores, precision }) => `${cores} ${precision}`)).toEqual([
      '1large float',
      '1large quant',
    ]);
    expect(rows.map(({ timings }) => [...timings.values()].map(({ latencyUs }) => latencyUs))).toEqual([
      [12.5, 5],
      [1.5],
      [],
    ]);
  });

  it('keeps features as they stand where they are of another runtime or operation', () => {
    const text = `{'Input_shape': '[1, 197, 768]'}`;
    const lines = [`net,SOFTMAX,"${text}",3,`, `net,CONV_2D,"${text}",3,`];
    const read = (file: string, ...of: string[]) => parseOperations([header, ...of].join('\n'), file);
    expect(read('tflite_cnn_ops_gpu.csv', lines[0] ?? '').rows[0]?.text).toBe(text);
    for (const file of ['torch_cnn_real_ops_gpu.csv', 'some/where/tflite_vit_real_ops_cpu.csv'])
      expect(read(file, ...lines).rows.map((row) => row.text)).toEqual([text, text]);
    expect(() => read('tflite_cnn_ops_gpu.csv', lines[1] ?? '')).toThrow(
      'tflite_cnn_ops_gpu.csv:2, feature.Input_shape: "[1, 197, 768]" is not a number.',
    );
  });

  it.each([
    ['an empty file', '', 'ops.csv:1: the file is empty.'],
    ['a missing column', 'model,feature,phone|gpu|float\n', 'ops.csv:1, operation: the column is missing'],
    ['no device', 'model,operation,feature\na,b,c', 'no column is called DEVICE|gpu|float'],
    ['no row', header, 'there are no rows below the header'],
    ['a column that stands twice', `${header},model\n`, 'ops.csv:1, model: the column stands twice.'],
    ['a row that is too short', `${header}\nnet,CONV_2D`, 'ops.csv:2: 2 cells where 5 columns are named.'],
    ['a quote that is never closed', `${header}\nnet,CONV_2D,"{`, 'ops.csv:2: a quote is never closed.'],
    [
      'a time that is not a number',
      [header, row('fast')].join('\n'),
      'ops.csv:2, phone|gpu|float: "fast" is not a number.',
    ],
    ['a negative time', [header, row('-3')].join('\n'), 'ops.csv:2, phone|gpu|float: -3 is not above 0.'],
    ['no time at all', [header, row('')].join('\n'), 'ops.csv:2: no device has a time.'],
    [
      'features that are no dictionary',
      [header, row('1', 'k', '__import__')].join('\n'),
      'ops.csv:2, feature: this is not a Python dictionary of strings and numbers.',
    ],
    [
      'a missing feature',
      [header, row('1', 'k', "{'Kernel': '3'}")].join('\n'),
      'ops.csv:2, feature.Input_shape: the feature is missing.',
    ],
    [
      'a size that is not whole',
      [header, row('1', 'k', features.replace("'7'", "'7.5'"))].join('\n'),
      'ops.csv:2, feature.Kernel: 7.5 is not a whole number of at least 0.',
    ],
    [
      'two rows that tell the same launch differently',
      [header, row('1'), row('2')].join('\n'),
      'ops.csv:3, phone|gpu|kernel: convolution_2d_0_linked_:_relu_1 of net is told twice, first in line 2.',
    ],
  ])('refuses %s, with the place', (_reason, text, message) => {
    expect(() => parseOperations(text, 'ops.csv')).toThrow(message);
  });

  it('never fails but with the place of what is wrong', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        for (const input of [text, `${header}\n${text}`, [header, row('1', text.slice(0, 20))].join('\n')]) {
          try {
            parseOperations(input, 'ops.csv');
          } catch (error) {
            expect(error).toBeInstanceOf(FarmError);
            expect((error as FarmError).code).toBe('TRAINING_DATA_INVALID');
          }
        }
      }),
    );
  });
});

describe('the table of networks', () => {
  const head = 'model,FLOPS,size,phone|gpu|float|mean,phone|gpu|float|std';
  const parseThese = (...lines: string[]) => parseNetworks([head, ...lines].join('\n'), 'e2e.csv');

  it('gives mean and spread of every scenario, and leaves out what was not measured', () => {
    expect(parseThese('a,100,400,12.5,0.5', 'b,100,400,,').map(({ latencies }) => latencies)).toEqual([
      [{ device: 'phone', cores: 'gpu', precision: 'float', meanUs: 12.5, stdUs: 0.5 }],
      [],
    ]);
  });

  it('may be of PyTorch, which writes FLOPs small', () => {
    const text = [head.replace('FLOPS', 'flops'), 'a,100,400,12.5,nan'].join('\n');
    expect(parseNetworks(text, 'torch_cnn_e2e.csv')[0]).toMatchObject({
      flops: 100,
      latencies: [{ meanUs: 12.5, stdUs: 0 }],
    });
  });

  it.each([
    [
      'a network that is told twice',
      ['a,1,1,1,0', 'a,1,1,2,0'],
      'e2e.csv:3, model: a is told twice, first in line 2.',
    ],
    ['a negative time', ['a,1,1,-1,0'], 'e2e.csv:2, phone|gpu|float|mean: -1 is not above 0.'],
    ['an endless time', ['a,1,1,Infinity,0'], 'e2e.csv:2, phone|gpu|float|mean: "Infinity" is not a number.'],
    ['a negative spread', ['a,1,1,1,-1'], 'e2e.csv:2, phone|gpu|float|std: -1 is below 0.'],
    ['a time of 0', ['a,1,1,0,0'], 'e2e.csv:2, phone|gpu|float|mean: 0 is not above 0.'],
    ['FLOPs that are no number', ['a,x,1,1,0'], 'e2e.csv:2, FLOPS: "x" is not a number.'],
  ])('refuses %s', (_reason, lines, message) => {
    expect(() => parseThese(...lines)).toThrow(message);
  });
});

describe('a Python dictionary', () => {
  it('of strings and numbers comes back as text', () => {
    const key = fc.stringMatching(/^[A-Za-z_]{1,8}$/);
    const value = fc.oneof(fc.integer(), fc.stringMatching(/^[\w -]{0,8}$/));
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (dictionary) => {
        const entries = Object.entries(dictionary);
        const text = entries.map(
          ([name, each]) => `'${name}': ${typeof each === 'number' ? each : `'${each}'`}`,
        );
        const parsed = parsePythonDictionary(`{${text.join(', ')}}`);
        expect([...(parsed ?? [])]).toEqual(entries.map(([name, each]) => [name, String(each)]));
      }),
    );
  });

  it.each(['', '{', "{'a': b}", "{'a': '1', 'a': '2'}", "{'a': '1'} + x", "{'a': ['1']}", "{'a' '1'}"])(
    'of any other form is none: %s',
    (text) => {
      expect(parsePythonDictionary(text)).toBeUndefined();
    },
  );
});

describe('a kernel name', () => {
  it('falls into what runs and what is linked, without the numbers of nodes', () => {
    expect(parseKernelName('convolution_2d_12_linked_:_add_13_linked_:_hard_swish_14')).toEqual({
      implementation: 'convolution_2d',
      linked: ['add', 'hard_swish'],
    });
  });
});
