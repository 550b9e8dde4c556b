import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFarmError } from '../../../src/platform/errors.js';
import { timePerRunUs } from '../../../src/worker/benchmark-tool/alignment/row-time.js';
import { failureOf, judge, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import { goldenOutput } from './support/golden.js';

const sample = goldenOutput('tf-2.15-builtin');
const digits = [...sample.stdout.matchAll(/\d/g)].map(({ index }) => index);

/** The numbers that are stored of a run which is `ok`, save for what only the statistics of the inferences tell. */
function storedNumbers(stdout: string): number[] | undefined {
  try {
    const output = { ...sample, stdout };
    if (failureOf(output) !== undefined) return undefined;
    const report = parseBenchmarkOutput(output);
    if (judge(report, { delegate: 'builtin', profiled: true, threads: 1 }).verdict !== 'ok') return undefined;
    const { timings, inference } = report;
    const ofRows = report.regularProfile.flatMap((block) =>
      block.runOrder.flatMap((row) => [timePerRunUs(row, block), row.firstUs]),
    );
    return [
      ...[timings?.initUs, timings?.firstInferenceUs, timings?.warmupMeanUs, timings?.inferenceMeanUs],
      inference?.count,
      ...ofRows,
    ].map(Number);
  } catch (error) {
    if (isFarmError(error)) return undefined;
    throw error;
  }
}

describe('an output with one digit changed', () => {
  it('is refused, or tells the same numbers within the rounding of what is printed twice', () => {
    const numbers = storedNumbers(sample.stdout) ?? [];
    expect(numbers.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.constantFrom(...digits), fc.integer({ min: 1, max: 9 }), (at, change) => {
        const digit = (Number(sample.stdout[at]) + change) % 10;
        const changed = storedNumbers(`${sample.stdout.slice(0, at)}${digit}${sample.stdout.slice(at + 1)}`);
        for (const [index, value] of (changed ?? []).entries()) {
          const original = numbers[index] ?? NaN;
          expect(Math.abs(value - original)).toBeLessThanOrEqual(0.5 + 1e-4 * original);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[string, RegExp, (...groups: string[]) => string]>([
    ['a maximum ten times as great', /max=(\d+)/g, (text) => `max=${text}0`],
    ['a least inference of a tenth', /min=\d(\d+)/g, (rest) => `min=${rest}`],
    ['a spread greater than its ends allow', /std=(\d+)/g, (text) => `std=${text}0`],
    ['a first inference of another line', /First inference: (\d+)/g, () => 'First inference: 60000'],
    ['another initialization', /Init: (\d+)/g, (text) => `Init: 9${text}`],
  ])('cannot have %s', (_, pattern, change) => {
    const stdout = sample.stdout.replaceAll(pattern, (_match, ...groups: string[]) => change(...groups));
    expect(stdout).not.toBe(sample.stdout);
    expect(storedNumbers(stdout)).toBeUndefined();
  });
});
