import { describe, expect, it } from 'vitest';

import { judge, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import { toolReportOf } from '../../../src/worker/runs/results/tool-report.js';
import { goldenReport } from './support/golden.js';

/** What `benchmark_litert_model` writes, as its source says: statistics as `benchmark_model` has them, and a summary of its own. */
const stdout = `INFO: STARTING!
INFO: Running benchmark for at least 1 iterations and at least 0.5 seconds but terminate if exceeding 150 seconds.
INFO: count=2 first=31416 curr=20416 min=20416 max=31416 avg=25916 std=5500 p5=20416 median=31416 p95=31416
INFO: Running benchmark for at least 4 iterations and at least 0 seconds but terminate if exceeding 150 seconds.
INFO: count=4 first=20100 curr=20400 min=20100 max=20400 avg=20250 std=111 p5=20100 median=20300 p95=20400
`;
const log = (text: string) => `INFO: [benchmark_litert_model.h:77] ${text}\n`;
const summary = [
  '\n========== BENCHMARK RESULTS ==========',
  'Model initialization: 12.35 ms',
  'Warmup (first):       31.42 ms',
  'Warmup (avg):         25.92 ms (2 runs)',
  'Inference (avg):      20.25 ms (4 runs)',
  'Inference (min):      20.10 ms',
  'Inference (max):      20.40 ms',
  'Inference (std):      0.11',
  'Throughput:           28.40 MB/s',
  '\nMemory Usage:',
  'Init footprint:       10.25 MB',
  'Overall footprint:    14.50 MB',
  'Peak memory:          20.75 MB',
  '======================================\n',
]
  .map(log)
  .join('');

const read = (stderr: string) => parseBenchmarkOutput({ stdout, stderr, exitCode: 0 });
const verdictOf = (stderr: string) => judge(read(stderr), { delegate: 'builtin', profiled: false, runs: 4 });

describe("the output of LiteRT's own tool", () => {
  it('is understood to the last line, with the exact times of its statistics', () => {
    const report = read(summary);
    expect(report.unrecognizedLines).toEqual([]);
    expect(report.timings).toEqual({
      initUs: 12_350,
      firstInferenceUs: 31_416,
      warmupMeanUs: 25_916,
      inferenceMeanUs: 20_250,
    });
    expect(verdictOf(summary)).toEqual({ verdict: 'ok' });
    expect(toolReportOf(report)).toEqual({
      ...{ p5Us: 20_100, medianUs: 20_300, p95Us: 20_400 },
      ...{ initMb: 10.25, overallMb: 14.5, peakMb: 20.75 },
    });
  });

  it.each([
    ['Warmup (first):       31', 'Warmup (first):       61'],
    ['(avg):      20.25', '(avg):      20.55'],
    ['(min):      20.10', '(min):      10.10'],
    ['(max):      20.40', '(max):      90.40'],
    ['(std):      0.11', '(std):      0.91'],
    ['(4 runs)', '(5 runs)'],
  ])('is refused where the summary has another number than the statistics: %s for %s', (told, changed) => {
    expect(summary).toContain(told);
    expect(verdictOf(summary.replace(told, changed)).verdict).toBe('parse-mismatch');
  });
});

it('is told how many nodes a delegate took over, and of how many', () => {
  expect(goldenReport('tf-2.15-gpu-partial').delegatedNodes).toEqual([
    { delegate: 'TfLiteGpuDelegateV2', nodes: 4, of: 6, partitions: 2 },
  ]);
});
