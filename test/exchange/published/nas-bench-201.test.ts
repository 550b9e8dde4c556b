import { describe, expect, it } from 'vitest';

import { isCellTable, parseCells } from '../../../src/exchange/published/nas-bench-201.js';

const cell = '|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|';

describe('latencies of NAS-Bench-201', () => {
  it('are read in microseconds, a device for every back end', () => {
    const [network] = parseCells(`architecture,cpu,gpu\n${cell},1.5,2\n`, 'cells.csv');
    expect(network?.network).toBe(cell);
    expect(network?.latencies.map(({ device, meanUs }) => [device, meanUs])).toEqual([
      ['cpu', 1500],
      ['gpu', 2000],
    ]);
  });

  it('may lack what was not measured', () => {
    const [network] = parseCells(`architecture,cpu,gpu\n${cell},nan,\n`, 'cells.csv');
    expect(network?.latencies).toEqual([]);
  });

  it.each([
    ['-1', 'cells.csv:2, cpu'],
    ['fast', 'cells.csv:2, cpu'],
    ['0', 'cells.csv:2, cpu'],
  ])('are refused with file, line and field where they are %s', (text, place) => {
    expect(() => parseCells(`architecture,cpu\n${cell},${text}\n`, 'cells.csv')).toThrow(place);
  });

  it('are refused where a cell is told twice', () => {
    const text = `architecture,cpu\n${cell},1\n${cell},2\n`;
    expect(() => parseCells(text, 'cells.csv')).toThrow(/cells\.csv:3.*first in line 2/);
  });

  it('are told from other tables by their first column', () => {
    expect(isCellTable('architecture,cpu\n')).toBe(true);
    expect(isCellTable('model,FLOPS,size\n')).toBe(false);
  });
});
