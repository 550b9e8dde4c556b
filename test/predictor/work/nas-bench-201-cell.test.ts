import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cellWork, isCell } from '../../../src/predictor/work/nas-bench-201-cell.js';

const operation = fc.constantFrom('none', 'skip_connect', 'nor_conv_1x1', 'nor_conv_3x3', 'avg_pool_3x3');
const cell = fc
  .tuple(operation, operation, operation, operation, operation, operation)
  .map(([a, b, c, d, e, f]) => `|${a}~0|+|${b}~0|${c}~1|+|${d}~0|${e}~1|${f}~2|`);

describe('cells of NAS-Bench-201', () => {
  it('are read whatever they are made of, with a skeleton and 60 traits each', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const { work, traits } = cellWork(text);
        expect(work['skeleton']).toBe(1);
        expect(traits).toHaveLength(60);
        expect(Object.values(work).every((amount) => amount > 0)).toBe(true);
      }),
    );
  });

  it('count apart what does not reach the output', () => {
    const { work } = cellWork(
      '|nor_conv_3x3~0|+|nor_conv_1x1~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|',
    );
    expect(work).toMatchObject({ nor_conv_1x1: 1, avg_pool_3x3: 1, skip_connect: 1, sums: 1 });
    expect(work).toMatchObject({ 'idle nor_conv_3x3': 1 });
    expect(work['nor_conv_3x3']).toBeUndefined();
  });

  it('tell what works on zeros from what nothing reads, and count once more what reads the input', () => {
    const { work } = cellWork('|nor_conv_3x3~0|+|none~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|');
    expect(work).toMatchObject({ 'unfed avg_pool_3x3': 1, 'idle nor_conv_3x3': 1, skip_connect: 1 });
    expect(work['skip_connect of the input']).toBe(1);
    expect(work['idle avg_pool_3x3']).toBeUndefined();
  });

  it.each([
    'resnet18',
    '',
    '|none~0|+|none~0|none~1|',
    '|none~0|+|none~0|none~1|+|none~0|none~1|none~3|',
    '|none~0|+|none~0|none~1|+|none~0|none~1|conv_9x9~2|',
  ])('are not %j', (text) => {
    expect(isCell(text)).toBe(false);
    expect(() => cellWork(text)).toThrow(RangeError);
  });
});
