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
    ['BENCHMARK_DELEGATE_REFUSED_MODEL', 'ERROR: Failed to apply XNNPACK delegate.\n'],
    [
      'BENCHMARK_DELEGATE_REFUSED_MODEL',
      'ERROR: failed to delegate DEPTHWISE_CONV_2D node #7\nERROR: Node number 31 (TfLiteXNNPackDelegate) failed to prepare.\nERROR: Failed to apply XNNPACK delegate.\n',
    ],
    [
      'BENCHMARK_DELEGATE_REFUSED_MODEL',
      'ERROR: TfLiteGpuDelegate Init: FULLY_CONNECTED: Amount of input data should match weights width\nERROR: Failed to apply GPU delegate.\n',
    ],
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
    ['BENCHMARK_INPUT_REFUSED', 134, 'FATAL: Populating the tensor x of type FLOAT16 is disabled.\n'],
    ['BENCHMARK_INPUT_REFUSED', 134, 'Populating the tensor x of type FLOAT16 is disabled.\n'],
    ['BENCHMARK_GAVE_UP', 134, 'FATAL: Cannot find the corresponding input_layer name(y)\n'],
    ['BENCHMARK_KILLED', 137, ''],
    ['BENCHMARK_KILLED', 143, ''],
    ['BENCHMARK_CRASHED', 139, ''],
    ['BENCHMARK_CRASHED', 132, ''],
    ['BENCHMARK_CRASHED', 134, 'something else\n'],
    // A tool of another ABI under taskset, as mksh and as dash read it.
    [
      'BENCHMARK_BINARY_UNUSABLE',
      1,
      "/data/local/tmp/farm/bin/ab12/benchmark_model[1]: syntax error: unexpected '('\n",
    ],
    ['BENCHMARK_BINARY_UNUSABLE', 2, './benchmark_model: 1: Syntax error: "(" unexpected\n'],
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

  it.each([
    ['FATAL: Something that no version has said yet\n', 134, 'Something that no version has said yet'],
    ['ERROR: failed to delegate CONV_2D node #7\n' + failed, 1, 'failed to delegate CONV_2D node #7'],
    ['INFO: Created something.\nERROR: The real reason\nINFO: Bye.\n' + failed, 1, 'The real reason'],
    [
      'ERROR: conv.cc:330 3 != 4\nERROR: Node number 0 (CONV_2D) failed to prepare.\n',
      1,
      'conv.cc:330 3 != 4',
    ],
    ['ERROR: The last words\n', 139, 'SIGSEGV after it said: The last words'],
  ])('has what the tool said for its message: %s', (stderr, exitCode, message) => {
    expect(failureOf({ exitCode, stdout: '', stderr })?.message).toContain(message);
  });

  it('is not tried again on another phone when the tool ended itself with a message', () => {
    const stderr = 'FATAL: Populating the tensor x of type FLOAT16 is disabled.\n';
    expect(failureOf({ exitCode: 134, stdout: '', stderr })).toMatchObject({
      blame: 'config',
      retryable: false,
    });
    expect(failureOf({ exitCode: 134, stdout: '', stderr: 'free(): invalid pointer\n' })).toMatchObject({
      code: 'BENCHMARK_CRASHED',
      blame: 'phone',
    });
  });

  it('is found by what a single stream said, when the phone merges both', () => {
    expect(codeOf(1, '', `STARTING!\nERROR: Failed to apply GPU delegate.\n${failed}`)).toBe(
      'BENCHMARK_DELEGATE_FAILED',
    );
  });
});

describe('a run that ended well', () => {
  it('is no failure for what a delegate leaves to others', () => {
    expect(failureOf(goldenOutput('tf-2.15-gpu-partial'))).toBeUndefined();
    const stderr = 'ERROR: Can not open OpenCL library on this device\nERROR: Falling back to OpenGL\n';
    expect(codeOf(0, stderr)).toBeUndefined();
  });

  it.each([
    ['BENCHMARK_MODEL_REFUSED', 'ERROR: Failed to invoke!\n'],
    ['BENCHMARK_GAVE_UP', 'FATAL: It goes on all the same\n'],
  ])('is a %s all the same when the runtime said so', (code, stderr) => {
    expect(codeOf(0, stderr)).toBe(code);
    expect(codeOf(0, stderr.replace(/^[A-Z]+: /, ''))).toBeUndefined();
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
