import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readTflite } from '../../../src/graph/index.js';
import { failureOf, judge, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import type { BenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import { sharedDataPath } from '../../support/shared-data.js';

const folder = sharedDataPath('benchmark-output');

/** What the genuine tool printed: NAME.meta has the command line and the exit status, the others what came of it. */
function genuineOutput(name: string): BenchmarkOutput {
  const textOf = (file: string) => {
    const path = sharedDataPath(`benchmark-output/${file}`);
    return path === undefined ? '' : readFileSync(path, 'utf8');
  };
  const files = new Set(readdirSync(folder ?? '.'));
  const optional = (file: string) => (files.has(file) ? textOf(file) : '');
  const meta = textOf(`${name}.meta`);
  const csv = /op_profiling_output_file=\S*\/(\S+)/.exec(meta)?.[1];
  return {
    stdout: optional(`${name}.stdout`),
    stderr: optional(`${name}.stderr`),
    exitCode: Number(/exit=(\d+)/.exec(meta)?.[1]),
    ...(csv === undefined ? {} : { profileCsv: textOf(csv) }),
  };
}

const names =
  folder === undefined
    ? []
    : readdirSync(folder)
        .filter((file) => file.endsWith('.meta'))
        .map((file) => file.slice(0, -'.meta'.length));

const require = createRequire(import.meta.url);
const modelPath = join(
  require.resolve('@mediapipe/face_detection/package.json'),
  '..',
  'face_detection_short_range.tflite',
);

describe.skipIf(folder === undefined)('the output of LiteRT 2.1.6 on real models', () => {
  it.each(names)('of %s is understood to the last line', (name) => {
    const report = parseBenchmarkOutput(genuineOutput(name));
    expect(report.unrecognizedLines).toEqual([]);
    expect(report.parameters.get('Log parameter values verbosely')).toBe('0');
  });

  it.each([
    ['err_missing', 'BENCHMARK_MODEL_MISSING'],
    ['err_garbage', 'BENCHMARK_MODEL_INVALID'],
    ['err_opver', 'BENCHMARK_OPERATION_UNKNOWN'],
    ['err_gpu', 'BENCHMARK_FLAG_NOT_CONSUMED'],
  ])('of %s is a %s', (name, code) => {
    expect(failureOf(genuineOutput(name))?.code).toBe(code);
  });

  it('of a GPU run without a GPU is a fallback', () => {
    const report = parseBenchmarkOutput(genuineOutput('err_gpu'));
    expect(judge(report, { delegate: 'gpu', profiled: false, runs: 10, threads: 1 }).verdict).toBe(
      'fallback',
    );
  });

  it.each([
    ['fs_noxnn_prof', 'builtin'],
    ['fs_noxnn_csvfile_new', 'builtin'],
    ['fs_xnn_prof', 'xnnpack'],
    ['fs_xnn_csvfile_new', 'xnnpack'],
  ] as const)('of %s says of every operation what it took', (name, delegate) => {
    const [graph] = readTflite(readFileSync(modelPath)).graphs;
    const report = parseBenchmarkOutput(genuineOutput(name));
    const { verdict, timings, operationSumUs } = judge(report, {
      delegate,
      profiled: true,
      graph,
      runs: 10,
      threads: 1,
    });
    expect(verdict).toBe('ok');
    expect(timings?.map(({ operationIndex }) => operationIndex)).toEqual([...graph.operations.keys()]);
    const totalUs = report.regularProfile[0]?.timings?.meanUs ?? 0;
    expect(Math.abs((operationSumUs ?? 0) - totalUs)).toBeLessThan(totalUs * 0.001);
  });

  it('of a folded clamp has 89 kernels for 90 operations and no time for 74 unpackings of weights', () => {
    const [graph] = readTflite(readFileSync(modelPath)).graphs;
    const { timings = [] } = judge(parseBenchmarkOutput(genuineOutput('fs_xnn_prof')), {
      delegate: 'xnnpack',
      profiled: true,
      graph,
    });
    expect(timings.filter(({ folded }) => folded === true).map(({ operator }) => operator)).toEqual(
      Array.from({ length: 74 }, () => 'DEQUANTIZE'),
    );
    expect(timings.filter(({ fusedInto }) => fusedInto !== undefined)).toMatchObject([
      { operator: 'RELU', operationIndex: 3, fusedInto: 2 },
    ]);
    expect(timings[9]).toMatchObject({ operator: 'CONV_2D', kernel: 'Fully Connected (NC, F32) GEMM' });
  });

  it.each([
    ['oneconv_noxnn', 'builtin'],
    ['quant_xnn', 'xnnpack'],
  ] as const)('of %s adds up', (name, delegate) => {
    expect(judge(parseBenchmarkOutput(genuineOutput(name)), { delegate, profiled: true }).verdict).toBe('ok');
  });
});
