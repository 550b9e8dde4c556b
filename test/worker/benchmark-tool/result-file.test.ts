import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isFarmError } from '../../../src/platform/index.js';
import { resultFile } from '../../../src/virtual-phone/benchmark-tool/report/result-file.js';
import { Stat } from '../../../src/virtual-phone/benchmark-tool/report/stat.js';
import { judge, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import { readResultFile } from '../../../src/worker/benchmark-tool/output/result-file.js';
import { toolReportOf } from '../../../src/worker/runs/results/tool-report.js';

/** Field, wire type, content: latency 5, 6 and 7 of 20.25, 20.5 and 2000 ms, memory 3 of 20.75 MB, a name, and a field of times to come. */
const percentiles = Buffer.from(
  [
    '0a0478787878',
    '120f',
    '2d0000a241',
    '350000a441',
    '3d0000fa44',
    '1a05',
    '1d0000a641',
    '9a0603616263',
  ].join(''),
  'hex',
);

const stat = (...us: number[]) => {
  const made = new Stat();
  for (const each of us) made.add(each);
  return made;
};
const written = resultFile({
  initUs: 855,
  warmup: stat(31_416, 20_416),
  inference: stat(20_100, 20_300, 20_200, 20_400),
  ...{ initBytes: 10.25 * 2 ** 20, overallBytes: -(2 ** 20), modelBytes: 229_032 },
});
/** What such a tool prints. */
const stdout = `INFO: STARTING!
INFO: Initialized session in 0.855ms.
INFO: Running benchmark for at least 1 iterations and at least 0.5 seconds but terminate if exceeding 150 seconds.
INFO: count=2 first=31416 curr=20416 min=20416 max=31416 avg=25916 std=5500
INFO: Running benchmark for at least 4 iterations and at least 0 seconds but terminate if exceeding 150 seconds.
INFO: count=4 first=20100 curr=20400 min=20100 max=20400 avg=20250 std=111
INFO: Inference timings in us: Init: 855, First inference: 31416, Warmup (avg): 25916, Inference (avg): 20250
INFO: Memory footprint delta from the start of the tool (MB): init=10.25 overall=-1
INFO: Saving benchmark result to: ./result.pb
INFO: Saved benchmark result to: ./result.pb
`;
const read = (file: Uint8Array, printed = stdout) =>
  parseBenchmarkOutput({ stdout: printed, stderr: '', exitCode: 0, resultFile: file });
const verdictOf = (...told: Parameters<typeof read>) =>
  judge(read(...told), { delegate: 'builtin', profiled: false, runs: 4 });

describe('the result file of the benchmark tool', () => {
  it('says again what is printed', () => {
    const report = read(written);
    expect(report.unrecognizedLines).toEqual([]);
    const times = [
      ['meanUs', 20_250],
      ['minUs', 20_100],
      ['maxUs', 20_400],
      ['initUs', 855],
      ['firstInferenceUs', 31_416],
      ['warmupMeanUs', 25_916],
    ] as const;
    for (const [name, us] of times) expect(report.resultFile?.[name]).toBeCloseTo(us, 2);
    expect(report.resultFile).toMatchObject({
      ...{ inferenceCount: 4, warmupCount: 2, initMb: 10.25, overallMb: -1 },
    });
    expect(verdictOf(written)).toEqual({ verdict: 'ok' });
  });

  it('tells percentiles and the peak of memory, where nothing else does', () => {
    expect(toolReportOf(read(percentiles))).toMatchObject({
      ...{ p5Us: 20_500, medianUs: 20_250, p95Us: 2_000_000, peakMb: 20.75, initMb: 10.25 },
    });
  });

  it.each([
    ['min=20100', 'min=20000', 'the least inference'],
    ['max=20400', 'max=29400', 'the greatest inference'],
    ['std=111', 'std=120', 'the deviation'],
    ['count=4', 'count=5', '4 inferences'],
    ['init=10.25', 'init=11.25', 'the memory after loading'],
    ['Init: 855', 'Init: 857', 'the initialization'],
  ])('is refused where something else is printed: %s, now %s', (told, changed, reason) => {
    expect(stdout).toContain(told);
    const printed = stdout
      .replace(told, changed)
      .replace('0.855ms', changed === 'Init: 857' ? '0.857ms' : '0.855ms');
    const judgement = verdictOf(written, printed);
    expect([judgement.verdict, judgement.reason]).toEqual([
      'parse-mismatch',
      expect.stringContaining(reason),
    ]);
  });

  it('that is empty tells nothing', () => {
    expect(verdictOf(Buffer.alloc(0))).toEqual({ verdict: 'ok' });
  });

  it.each([
    ['ends inside a field', written.subarray(0, -1)],
    ['has a number of eleven bytes', Buffer.from(`08${'ff'.repeat(10)}01`, 'hex')],
    ['has groups', Buffer.from('0b0c', 'hex')],
    ['has a field 0', Buffer.from('0200', 'hex')],
    ['has times that are whole numbers', Buffer.from('12020805', 'hex')],
    ['is too long', Buffer.alloc(70_000, '0a00', 'hex')],
  ])('that %s is refused as unreadable', (_, bytes) => {
    expect(() => readResultFile(bytes)).toThrow(
      expect.objectContaining({ code: 'BENCHMARK_OUTPUT_UNREADABLE' }) as Error,
    );
  });

  it('may hold any bytes: it is read, with finite numbers, or refused as unreadable', () => {
    const flipped = fc
      .array(fc.tuple(fc.nat(written.length - 1), fc.nat(255)), { maxLength: 4 })
      .map((changes) => {
        const bytes = Buffer.from(written);
        for (const [at, byte] of changes) bytes[at] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(flipped, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        try {
          const numbers = Object.values(readResultFile(bytes)) as number[];
          expect(numbers.every((number) => Number.isFinite(number))).toBe(true);
        } catch (error) {
          expect(isFarmError(error, 'BENCHMARK_OUTPUT_UNREADABLE')).toBe(true);
        }
      }),
    );
  });
});
