import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../src/worker/benchmark-tool/index.js';
import { goldenOutput } from './support/golden.js';

const codeOf = (exitCode: number, stderr: string, stdout = 'INFO: STARTING!\n') =>
  failureOf({ exitCode, stdout, stderr })?.code;
const failed = 'ERROR: Benchmarking failed.\n';

describe('a run that failed', () => {
  it.each([
    [
      'BENCHMARK_MODEL_MISSING',
      "ERROR: Could not open '/nonexistent.tflite'.\nERROR: The model allocation is null/empty\nERROR: Failed to load model /nonexistent.tflite\n",
    ],
    [
      'BENCHMARK_MODEL_INVALID',
      'ERROR: The model is not a valid Flatbuffer buffer\nERROR: Failed to load model /m.tflite\n',
    ],
    [
      'BENCHMARK_OPERATION_UNKNOWN',
      "ERROR: Didn't find op for builtin opcode 'CONV_2D' version '99'. An older version of this builtin might be supported. Are you using an old TFLite binary with a newer model?\n\nERROR: Registration failed.\n\nERROR: Failed to initialize the interpreter\n",
    ],
    [
      'BENCHMARK_CUSTOM_OPERATION',
      'ERROR: Encountered unresolved custom op: Convolution2DTransposeBias.\nERROR: Node number 244 (Convolution2DTransposeBias) failed to prepare.\nERROR: Failed to allocate tensors!\n',
    ],
    [
      'BENCHMARK_MODEL_REFUSED',
      'ERROR: Given shapes, [1,8,8,16] and [7], are not broadcastable.\nERROR: Node number 0 (ADD) failed to prepare.\nERROR: Failed to allocate tensors!\n',
    ],
    ['BENCHMARK_MODEL_REFUSED', 'ERROR: Input tensor 1 lacks data\n'],
    ['BENCHMARK_DELEGATE_FAILED', 'ERROR: Failed to apply GPU delegate.\n'],
    ['BENCHMARK_DELEGATION_PARTIAL', 'ERROR: Disallowed CPU fallback detected.\n'],
    ['BENCHMARK_FLAG_REFUSED', "ERROR: Failed to parse flag 'num_runs' against argv '--num_runs=abc'\n"],
    [
      'BENCHMARK_FLAG_REFUSED',
      "ERROR: Output modexml is not supported. Supported values are: 'stdout', 'csv' and 'proto'.\n",
    ],
    ['BENCHMARK_FAILED', 'ERROR: A reason of the year 2030\n'],
  ])('is a %s by what it said', (code, stderr) => {
    expect(codeOf(1, stderr + failed)).toBe(code);
    expect(codeOf(1, (stderr + failed).replaceAll('ERROR: ', '').replaceAll('\n', '\r\n'))).toBe(code);
  });

  it.each([
    [
      'BENCHMARK_DELEGATE_FAILED',
      134,
      'FATAL: The created delegate by the delegate provider should not be nullptr!\n',
    ],
    [
      'BENCHMARK_OUT_OF_MEMORY',
      134,
      'terminating with uncaught exception of type std::bad_alloc: std::bad_alloc\n',
    ],
    ['BENCHMARK_KILLED', 137, ''],
    ['BENCHMARK_KILLED', 143, ''],
    ['BENCHMARK_CRASHED', 139, ''],
    ['BENCHMARK_CRASHED', 132, ''],
    ['BENCHMARK_CRASHED', 134, 'something else\n'],
    ['BENCHMARK_BINARY_UNUSABLE', 126, './benchmark_model: Permission denied\n'],
    ['BENCHMARK_BINARY_UNUSABLE', 127, 'sh: ./benchmark_model: not found\n'],
    [
      'BENCHMARK_BINARY_UNUSABLE',
      1,
      'CANNOT LINK EXECUTABLE "./benchmark_model": library "libOpenCL.so" not found\n',
    ],
    ['BENCHMARK_BINARY_UNUSABLE', 1, '/system/bin/sh: ./benchmark_model: not executable: 64-bit ELF file\n'],
  ])('is a %s with status %i', (code, exitCode, stderr) => {
    expect(codeOf(exitCode, stderr)).toBe(code);
  });

  it('is told with the sentence that gives the reason, and with who has to act', () => {
    const error = failureOf({
      exitCode: 1,
      stdout: '',
      stderr: 'ERROR: Encountered unresolved custom op: Magic.\n' + failed,
    });
    expect(error?.message).toContain('Encountered unresolved custom op: Magic.');
    expect(error).toMatchObject({ blame: 'config', retryable: false, details: { exitCode: 1 } });
    expect(failureOf({ exitCode: 137, stdout: '', stderr: '' })).toMatchObject({
      blame: 'phone',
      retryable: true,
    });
  });

  it('is found by what a single stream said, when the phone merges both', () => {
    expect(codeOf(1, '', `STARTING!\nERROR: Failed to apply GPU delegate.\n${failed}`)).toBe(
      'BENCHMARK_DELEGATE_FAILED',
    );
  });
});

describe('a run that ended well', () => {
  it('is no failure, whatever the runtime logged', () => {
    expect(failureOf(goldenOutput('tf-2.15-gpu-partial'))).toBeUndefined();
  });

  it.each(['WARN: Unconsumed cmdline flags: --use_gpu=true', 'Unconsumed cmdline flags: --use_gpu=true'])(
    'is a failure all the same after "%s"',
    (line) => {
      const error = failureOf({ exitCode: 0, stdout: `INFO: STARTING!\r\n${line}\r\n`, stderr: '' });
      expect(error?.code).toBe('BENCHMARK_FLAG_NOT_CONSUMED');
      expect(error?.message).toContain('--use_gpu=true and');
    },
  );
});
