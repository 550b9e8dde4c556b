import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureOf, judge, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import type { BenchmarkOutput, RunExpectation } from '../../../src/worker/benchmark-tool/index.js';
import { sharedDataPath } from '../../support/shared-data.js';

const folder = sharedDataPath('odd-inputs');

function oddOutput(stdoutFile: string, stderrFile?: string, exitCode = 0): BenchmarkOutput {
  const textOf = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');
  return {
    stdout: textOf(stdoutFile),
    stderr: stderrFile === undefined ? '' : textOf(stderrFile),
    exitCode,
  };
}

function judged(output: BenchmarkOutput, expectation: Partial<RunExpectation>) {
  return judge(parseBenchmarkOutput(output), { delegate: 'builtin', profiled: false, ...expectation });
}

describe.skipIf(folder === undefined)('odd outputs of the tool', () => {
  it('fall back when OpenCL failed and OpenGL executed all of it', () => {
    const output = oddOutput('gpu-opengl-fallback.stdout', 'gpu-opengl-fallback.stderr');
    expect(failureOf(output)).toBeUndefined();
    const { verdict, reason } = judged(output, { delegate: 'gpu', profiled: true });
    expect(verdict).toBe('fallback');
    expect(reason).toContain('ran on OpenGL');
    expect(reason).toContain('No selector for floor_mod');
  });

  it('fall back when the GPU executed a part, and name the refused operation', () => {
    const output = oddOutput('gpupart.out', 'gpupart.err');
    expect(failureOf(output)).toBeUndefined();
    const { verdict, reason } = judged(output, { delegate: 'gpu' });
    expect(verdict).toBe('fallback');
    expect(reason).toContain('UNPACK: Operation is not supported.');
  });

  it('do not parse when a time is negative, and say so', () => {
    const { verdict, reason } = judged(oddOutput('negative-inference.stdout'), {});
    expect(verdict).toBe('parse-mismatch');
    expect(reason).toMatch(/negative: -\d/);
  });

  it.each([0, 1])('fail when every inference failed and the tool ended with status %i', (exitCode) => {
    const output = oddOutput('failing-invokes.out', 'failing-invokes.err', exitCode);
    expect(failureOf(output)).toMatchObject({ code: 'BENCHMARK_MODEL_REFUSED', blame: 'config' });
    expect(failureOf(output)?.message).toContain('Delegate kernel was not initialized');
    expect(judged(output, {}).verdict).toBe('incomplete');
  });

  it('fail for the lack of the Flex delegate, and name it', () => {
    const error = failureOf(oddOutput('flex.out', 'flex.err', 1));
    expect(error).toMatchObject({ code: 'BENCHMARK_CUSTOM_OPERATION', retryable: false });
    expect(error?.message).toContain('Flex');
  });

  it("are refused by the tool's name when they are of benchmark_litert_model", () => {
    const output = oddOutput('litert-tool-table.stdout');
    const error = failureOf(output);
    expect(error?.code).toBe('BENCHMARK_BINARY_UNUSABLE');
    expect(error?.message).toContain('benchmark_litert_model');
  });

  it('are read where a line is empty after the title of a table, and rows are called 0 times', () => {
    const { regularProfile, timings, summary } = parseBenchmarkOutput(oddOutput('litert-tool-table.stdout'));
    expect(timings).toMatchObject({ initUs: 4_478, firstInferenceUs: 1_033, inferenceMeanUs: 464.545 });
    expect(summary).toEqual({ initUs: 4_480, inferenceMeanUs: 460, inferenceCount: 2_112 });
    const [block] = regularProfile;
    expect(block?.complete).toBe(true);
    expect(block?.runOrder.map(({ nodeType, timesCalled }) => [nodeType, timesCalled])).toEqual([
      ['LiteRT::Run[buffer registration]', 1],
      ['AllocateTensors', 0],
      ['Fully Connected (NC, PF32) GEMM', 1],
    ]);
  });
});
