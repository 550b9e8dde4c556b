import { errorFactory } from '../../platform/errors.js';
import type { ErrorCatalogue } from '../../platform/errors.js';

/** What can go wrong between the benchmark tool's command line and its parsed output. Listed in docs/reference/errors.md. */
export const benchmarkToolErrors = {
  BENCHMARK_OPTION_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Correct the named option; docs/reference/benchmark-tool.md lists the ranges.',
  },
  BENCHMARK_OPTION_UNSUPPORTED: {
    blame: 'config',
    retryable: false,
    remedy: 'Use a benchmark binary of a TFLite version that has the option, or leave the option out.',
  },
  BENCHMARK_FLAG_NOT_CONSUMED: {
    blame: 'config',
    retryable: false,
    remedy:
      'Add a benchmark binary that was built with the named feature, and declare its TFLite version correctly.',
  },
  BENCHMARK_FLAG_REFUSED: {
    blame: 'us',
    retryable: false,
    remedy: 'Report the command line: the value it gives to the flag does not fit this version of the tool.',
  },
  BENCHMARK_MODEL_MISSING: {
    blame: 'phone',
    retryable: true,
    remedy: 'Check the free space on the phone and that nothing clears its working directory during a run.',
  },
  BENCHMARK_MODEL_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Check the file with "farm graph describe": it is truncated, or not a .tflite file.',
  },
  BENCHMARK_MODEL_REFUSED: {
    blame: 'config',
    retryable: false,
    remedy: 'Correct the shapes, types or constants of the named operation.',
  },
  BENCHMARK_CUSTOM_OPERATION: {
    blame: 'config',
    retryable: false,
    remedy: 'Convert the model without the custom operation, or add a benchmark binary that has it.',
  },
  BENCHMARK_OPERATION_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'Use a benchmark binary of a later TFLite version, or convert the model for an earlier one.',
  },
  BENCHMARK_INPUT_REFUSED: {
    blame: 'config',
    retryable: false,
    remedy: "Give the model inputs of another element type: the tool has no values for the named one's.",
  },
  BENCHMARK_DELEGATE_REFUSED_MODEL: {
    blame: 'config',
    retryable: false,
    remedy:
      'Leave out the named operation, write it as the delegate takes it, or choose a scenario without the delegate.',
  },
  BENCHMARK_DELEGATE_FAILED: {
    blame: 'phone',
    retryable: true,
    remedy: 'Check that the phone has a working driver for the delegate, or choose another scenario for it.',
  },
  BENCHMARK_DELEGATION_PARTIAL: {
    blame: 'config',
    retryable: false,
    remedy: 'Leave out the operations that the delegate does not support, or allow partial delegation.',
  },
  BENCHMARK_OUT_OF_MEMORY: {
    blame: 'phone',
    retryable: true,
    remedy: 'Use a phone with more free memory, or a smaller model.',
  },
  BENCHMARK_KILLED: {
    blame: 'phone',
    retryable: true,
    remedy: "Look in the phone's log for what killed the tool; the low-memory killer is the usual one.",
  },
  BENCHMARK_CRASHED: {
    blame: 'phone',
    retryable: true,
    remedy:
      'Try the same model with another benchmark binary; if it crashes everywhere, leave the model out.',
  },
  BENCHMARK_GAVE_UP: {
    blame: 'config',
    retryable: false,
    remedy: 'Change what the message names in the model or the scenario: the tool ended itself with it.',
  },
  BENCHMARK_BINARY_UNUSABLE: {
    blame: 'config',
    retryable: false,
    remedy: 'Add a benchmark binary for the ABI and Android version of the phone.',
  },
  BENCHMARK_FAILED: {
    blame: 'config',
    retryable: false,
    remedy: 'Read the kept output of the run; the tool gave a reason that is not known here.',
  },
  BENCHMARK_OUTPUT_UNREADABLE: {
    blame: 'phone',
    retryable: true,
    remedy: 'Check the link to the phone and that the pushed file is the benchmark tool.',
  },
  BENCHMARK_OUTPUT_UNKNOWN: {
    blame: 'us',
    retryable: false,
    remedy: 'Report the named line with the version of the benchmark tool, so that the parser learns it.',
  },
  BENCHMARK_PROFILE_MISMATCH: {
    blame: 'us',
    retryable: false,
    remedy:
      'Report both sequences with the version of the benchmark tool, so that the alignment learns them.',
  },
} as const satisfies ErrorCatalogue<string>;

export type BenchmarkToolErrorCode = keyof typeof benchmarkToolErrors;

export const benchmarkToolError = errorFactory<BenchmarkToolErrorCode>(benchmarkToolErrors);
