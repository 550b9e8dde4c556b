import { describe, expect, it } from 'vitest';

import { conditionsOf } from '../../../src/exchange/totals/conditions.js';
import { readBlocks } from '../../../src/exchange/totals/read-blocks.js';
import { readCells } from '../../../src/exchange/totals/read-cells.js';
import { buildArchitecture, isArchitectureName } from '../../../src/graph/index.js';
import { sharedDataText } from '../../support/shared-data.js';

const cell = '|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|nor_conv_1x1~1|avg_pool_3x3~2|';
const unreached = '|none~0|+|none~0|none~1|+|none~0|none~1|skip_connect~2|';
const block = 'conv_64_16_24_3_2_relu_5_se';

const cells = (...rows: readonly string[]) =>
  readCells(`architecture,cpu,dsp\n${rows.join('\n')}\n`, 'cells.csv');
const blocks = (...rows: readonly string[]) =>
  readBlocks(`key,type,parts,pixel1\n${rows.join('\n')}\n`, 'blocks.csv');

describe('a table of totals', () => {
  it('of cells tells of networks that this program builds, in microseconds, a device for each back end', () => {
    const { totals } = cells(`${cell},1.5,nan`);
    expect(totals).toMatchObject([
      {
        place: { file: 'cells.csv', line: 2, field: 'cpu' },
        total: { device: 'cpu', meanUs: 1500, scenarioKey: 'whole-t1-float32-builtin-other-0.0' },
      },
    ]);
    const { operations } = buildArchitecture(totals[0]?.total.network ?? '');
    const convolutions = operations.filter(({ operator }) => operator === 'CONV_2D');
    // The stem, three in each of two reductions, and two in each of fifteen cells.
    expect(convolutions).toHaveLength(1 + 2 * 3 + 15 * 2);
  });

  it('of cells says which are no networks', () => {
    const { totals, leftOut } = cells(`${cell},1,1`, `${unreached},1,1`);
    expect(totals).toHaveLength(2);
    expect(leftOut).toEqual([{ file: 'cells.csv', line: 3, reason: 'nothing reaches the cell’s output' }]);
  });

  it('of blocks tells of networks of one block', () => {
    const [{ total } = { total: undefined }] = blocks(`${block},conv,${block.slice(5)},0.25`).totals;
    expect(total).toMatchObject({ network: `nn-meter/${block}`, device: 'pixel1', meanUs: 250 });
    const { operations, inputs } = buildArchitecture(total?.network ?? '');
    expect(operations.map(({ operator }) => operator)).toContain('DEPTHWISE_CONV_2D');
    expect(inputs).toHaveLength(1);
  });

  it.each([
    ['cells.csv:2, architecture', () => cells('|conv_9x9~0|+|none~0|none~1|+|none~0|none~1|none~2|,1,1')],
    ['cells.csv:2, architecture', () => cells(`${cell}+|none~0|,1,1`)],
    ['cells.csv:3, architecture', () => cells(`${cell},1,1`, `${cell},2,1`)],
    ['cells.csv:2, dsp', () => cells(`${cell},1,-3`)],
    ['blocks.csv:2, key', () => blocks('conv_64_16,conv,64_16,1')],
    ['blocks.csv:2, key', () => blocks(`${block},conv,64_16_24_3_2_relu_5_nose,1`)],
    ['blocks.csv:2, key', () => blocks('firstconv_90000_3_16_2_3,firstconv,90000_3_16_2_3,1')],
    [
      'blocks.csv:3, key',
      () => blocks(`${block},conv,${block.slice(5)},1`, `${block},conv,${block.slice(5)},1`),
    ],
    ['blocks.csv:2, pixel1', () => blocks(`${block},conv,${block.slice(5)},0`)],
  ])('is refused at %s', (place, read) => {
    expect(read).toThrow(place);
  });

  it('has its networks built as the scenario measures them that its user names', () => {
    const key = 'npu-t1-int8-nnapi-2.15';
    const { totals } = readCells(`architecture,npu\n${cell},1\n`, 'cells.csv', conditionsOf(key));
    expect(totals).toMatchObject([{ total: { scenarioKey: key, precision: 'int8' } }]);
    expect(() => conditionsOf('npu-t1-uint8-nnapi-2.15')).toThrow('only files have that precision');
  });

  it.skipIf(sharedDataText('phones/nas_bench_201_e2e.csv') === undefined)(
    'is read whole as its authors publish it',
    () => {
      const text = (file: string) => sharedDataText(`phones/${file}`) ?? '';
      const all = [
        readCells(text('nas_bench_201_e2e.csv'), 'cells'),
        ...['tflite_cpu_block_lut.csv', 'tflite_cpu_block_lut_pixel4.csv'].map((file) =>
          readBlocks(text(file), file),
        ),
      ];
      expect(all.map(({ totals }) => totals.length)).toEqual([8 * 1000, 2 * 8000, 8000]);
      expect(all.flatMap(({ leftOut }) => leftOut)).toEqual([]);
      const names = new Set(all.flatMap(({ totals }) => totals.map(({ total }) => total.network)));
      expect([...names].every(isArchitectureName)).toBe(true);
      for (const name of [...names].filter((_, index) => index % 200 === 0))
        expect(buildArchitecture(name).operations.length).toBeGreaterThan(0);
    },
  );
});
