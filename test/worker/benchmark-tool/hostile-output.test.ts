import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFarmError } from '../../../src/platform/errors.js';
import { failureOf, judge, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import type { BenchmarkOutput, BenchmarkReport } from '../../../src/worker/benchmark-tool/index.js';
import { goldenOutput } from './support/golden.js';

const samples = ['tf-2.4-builtin', 'tf-2.5-xnnpack', 'litert-1.4-xnnpack-inline-csv', 'litert-2.1-loop'].map(
  (name) => goldenOutput(name).stdout,
);

const codes = ['BENCHMARK_OUTPUT_UNKNOWN', 'BENCHMARK_OUTPUT_UNREADABLE'];

/** Reads and judges; only the two errors of the parser may come out. */
function readOrRefuse(output: BenchmarkOutput): BenchmarkReport | undefined {
  failureOf(output);
  try {
    const report = parseBenchmarkOutput(output);
    judge(report, { delegate: 'builtin', profiled: true });
    return report;
  } catch (error) {
    if (isFarmError(error) && codes.includes(error.code)) return undefined;
    throw error;
  }
}

describe('whatever the tool prints', () => {
  it('is read or refused when it is arbitrary text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.string({ maxLength: 500 }),
        (stdout, stderr) => {
          readOrRefuse({ stdout, stderr, exitCode: 0 });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is read or refused when lines are cut, doubled, swapped and garbled', () => {
    const change = fc.record({
      at: fc.nat(),
      kind: fc.constantFrom('drop', 'double', 'swap', 'garble', 'cut', 'insert'),
      text: fc.string({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (sample, changes) => {
          const lines = sample.split('\n');
          for (const { at, kind, text } of changes) {
            const i = at % Math.max(1, lines.length);
            const line = lines[i] ?? '';
            if (kind === 'drop') lines.splice(i, 1);
            if (kind === 'double') lines.splice(i, 0, line);
            if (kind === 'swap') [lines[i], lines[0]] = [lines[0] ?? '', line];
            if (kind === 'garble')
              lines[i] = line.slice(0, at % (line.length + 1)) + text + line.slice(at % (line.length + 1));
            if (kind === 'cut') lines.splice(i + 1);
            if (kind === 'insert') lines.splice(i, 0, text);
          }
          readOrRefuse({ stdout: lines.join('\n'), stderr: '', exitCode: 0 });
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("never passes for a good run when a row is lost or a row's time is changed", () => {
    const sample = goldenOutput('tf-2.15-builtin').stdout;
    const lines = sample.split('\n');
    const rows = lines.flatMap((line, index) =>
      /\[(?:conv|depthwise|sum|relu)\]:\d$/.test(line) ? [index] : [],
    );
    const runOrderRows = rows.slice(0, 4);
    fc.assert(
      fc.property(fc.constantFrom(...runOrderRows), fc.integer({ min: 0, max: 4 }), (row, kind) => {
        const changed = [...lines];
        if (kind === 0) changed.splice(row, 1);
        else {
          const cells = (changed[row] ?? '').split('\t');
          const column = kind % 2 === 0 ? 3 : 4;
          const value = Number.parseFloat(cells[column] ?? '0') * (kind > 2 ? 10 : 1.5);
          cells[column] = value.toFixed(3) + (column === 4 ? '%' : '');
          changed[row] = cells.join('\t');
        }
        const report = readOrRefuse({ stdout: changed.join('\n'), stderr: '', exitCode: 0 });
        const verdict =
          report === undefined ? 'refused' : judge(report, { delegate: 'builtin', profiled: true }).verdict;
        expect(verdict).not.toBe('ok');
      }),
    );
  });

  it.each([
    ['tabs', '\t'.repeat(60_000)],
    ['blanks before a bracket', `${' '.repeat(60_000)}: [x`],
    ['commas', ', '.repeat(30_000)],
    ['equals signs', '='.repeat(60_000)],
    ['brackets', '[]:'.repeat(20_000)],
    ['colons', ': ['.repeat(20_000)],
    ['node replacements', 'Replacing 1 out of 1 node(s) with delegate ('.repeat(1300)],
    ['names of the tool', 'benchmark_model: '.repeat(3500)],
    ['numbers', '1'.repeat(60_000)],
  ])('is read in a time that grows with its length only: %s', (_, line) => {
    const table = samples[2]?.slice(0, samples[2].indexOf('Convolution')) ?? '';
    const within = (stdout: string) => readOrRefuse({ stdout, stderr: stdout, exitCode: 1 });
    within(`${line}\n`.repeat(60));
    within(`${table}${line}\n`.repeat(20));
    expect(line.length).toBeGreaterThan(50_000);
  });
});
