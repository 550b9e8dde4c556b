import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkMarkdown } from '../../../../src/cli/commands/check/check-markdown.js';
import { judge, type CheckedNetwork } from '../../../../src/cli/commands/check/judge.js';
import { latencyLimit } from '../../../../src/cli/commands/check/limit.js';
import type { CompletePrediction } from '../../../../src/predictor/index.js';
import { finiteUs } from '../../../../src/predictor/index.js';
import { comparePredictions } from '../../../../src/predictor/networks/compare-predictions.js';

const us = (value: number) => finiteUs(value, 'a test');

/** A network of operations that take so long, by operator, known to within a tenth. */
function prediction(times: Readonly<Record<string, readonly number[]>>): CompletePrediction {
  const operations = Object.entries(times).flatMap(([operator, each]) =>
    each.map((predictedUs, index) => ({
      index,
      operator,
      predictedUs: us(predictedUs),
      source: 'group' as const,
      extrapolated: false,
      distance: 0,
      measured: true,
      kernelGroup: operator,
    })),
  ) as unknown as CompletePrediction['operations'];
  const totalUs = operations.reduce((sum, each) => sum + each.predictedUs, 0) + 10;
  const interval = { lowUs: us(0.9 * totalUs), highUs: us(1.1 * totalUs), coverage: 0.9 };
  const sums = { totalUs: us(totalUs), overheadUs: us(10), interval };
  return { complete: true, unknown: [], ...sums, operations, extrapolatedShare: 0 };
}

function network(name: string, times: Readonly<Record<string, readonly number[]>>): CheckedNetwork {
  const place = { deviceModel: 'Pixel 4', scenarioKey: '1large-t1-float32-builtin-2.15', release: 3 };
  return { name, ...place, prediction: prediction(times) };
}

const unknown: CheckedNetwork = {
  ...network('mine', {}),
  prediction: {
    complete: false,
    unknown: [{ operator: 'CUSTOM:a|b<i>', count: 1, reason: 'custom operator' }],
    knownUs: us(3),
    operations: [],
  },
};

describe('a limit on the command line', () => {
  it.each([
    ['30ms', { kind: 'latency', latencyUs: 30_000 }],
    ['870us', { kind: 'latency', latencyUs: 870 }],
    ['1.5s', { kind: 'latency', latencyUs: 1_500_000 }],
    ['+5%', { kind: 'increase', percent: 5 }],
  ])('%s is read', (text, limit) => {
    expect(latencyLimit(text)).toEqual(limit);
  });

  it.each(['30', 'ms', '-5%', '5%', '1e3ms', '+ms', ''])('%j is refused', (text) => {
    expect(() => latencyLimit(text)).toThrow('Expected a latency');
  });
});

describe('a network', () => {
  const slow = network('mine', { CONV_2D: [990, 1000] });

  it('passes or is too slow by its latency, surely where the limit lies outside its interval', () => {
    const judged = ['1ms', '1.9ms', '2.1ms', '3ms'].map((limit) => judge(slow, latencyLimit(limit)));
    expect(judged.map(({ verdict, sure }) => [verdict, sure])).toEqual([
      ['too slow', true],
      ['too slow', false],
      ['passes', false],
      ['passes', true],
    ]);
  });

  it('is compared with another: what both have in common leaves nothing in doubt', () => {
    const before = network('main', { CONV_2D: [990, 1000] });
    const after = network('mine', { CONV_2D: [990, 1000], ADD: [200] });
    expect(judge(after, latencyLimit('+5%'), before)).toMatchObject({ verdict: 'too slow', sure: true });
    expect(judge(after, latencyLimit('+9.5%'), before)).toMatchObject({ verdict: 'too slow', sure: false });
    expect(judge(after, latencyLimit('+20%'), before)).toMatchObject({ verdict: 'passes', sure: true });
    expect(judge(before, latencyLimit('+0%'), before)).toMatchObject({ verdict: 'passes', sure: true });
  });

  it('has no verdict where it, or what it is compared with, is not known whole', () => {
    expect(judge(unknown, latencyLimit('30ms'))).toMatchObject({ verdict: 'not known', sure: false });
    expect(judge(slow, latencyLimit('+5%'), unknown)).toMatchObject({ verdict: 'not known', limitUs: null });
  });

  it('changes by as much as its operators change, in all', () => {
    const times = fc.dictionary(
      fc.constantFrom('CONV_2D', 'ADD', 'MUL', 'PAD'),
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(times, times, (before, after) => {
        const { changeUs, operators } = comparePredictions(prediction(before), prediction(after));
        const sum = operators.reduce((total, { beforeUs, afterUs }) => total + afterUs - beforeUs, 0);
        expect(sum).toBeCloseTo(changeUs, 3);
      }),
    );
  });
});

describe('the Markdown of a check', () => {
  it('says what got slower, by operator, how sure that is, and on which phone', () => {
    const before = network('main', { CONV_2D: [1000], ADD: [100] });
    const after = network('mine', { CONV_2D: [1000, 500], ADD: [90] });
    expect(checkMarkdown(judge(after, latencyLimit('+5%'), before))).toMatchInlineSnapshot(`
      "### \`mine\` on Pixel 4, \`1large-t1-float32-builtin-2.15\`: too slow

      | | predicted | interval |
      | --- | ---: | --- |
      | \`main\`, release 3 | 1.11 ms | 999 µs to 1.22 ms (90 %) |
      | \`mine\`, release 3 | 1.60 ms | 1.44 ms to 1.76 ms (90 %) |
      | change | +44.1 % | |
      | at most | 1.17 ms | |

      Sure: the limit lies outside what the prediction leaves open.

      | operator | number before | now | takes before | now | change |
      | --- | ---: | ---: | ---: | ---: | ---: |
      | \`CONV_2D\` | 1 | 2 | 1.00 ms | 1.50 ms | +500 µs |
      | \`ADD\` | 1 | 1 | 100 µs | 90.0 µs | -10.0 µs |
      "
    `);
  });

  it('lets nothing of a stranger’s names be more than text', () => {
    const text = checkMarkdown(judge({ ...unknown, name: 'a`b|<img>\n# c' }, latencyLimit('30ms')));
    expect(text.split('\n')[0]).toBe(
      '### `a b <img> # c` on Pixel 4, `1large-t1-float32-builtin-2.15`: not known',
    );
    expect(text).toContain('CUSTOM:a\\|b\\<i\\>');
  });
});
