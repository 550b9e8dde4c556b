import type { BenchmarkToolErrorCode } from './errors.js';

interface FailureSentence {
  readonly code: BenchmarkToolErrorCode;
  readonly pattern: RegExp;
}

/**
 * What the tool and the runtime print when they give up, most telling first: a model that is refused also "failed to
 * initialize the interpreter". Without the severity that stands before a line. Sources: TFLite's tools/benchmark, core and delegates; the
 * dynamic linker and the shell of Android.
 */
export const failureSentences: readonly FailureSentence[] = [
  { code: 'BENCHMARK_CUSTOM_OPERATION', pattern: /Encountered unresolved custom op: ./ },
  {
    code: 'BENCHMARK_CUSTOM_OPERATION',
    pattern: /^Select TensorFlow op\(s\), included in the given model, is\(are\) not supported/,
  },
  { code: 'BENCHMARK_OPERATION_UNKNOWN', pattern: /^Didn't find op for builtin opcode '/ },
  { code: 'BENCHMARK_OPERATION_UNKNOWN', pattern: /^Op builtin_code out of range: / },
  { code: 'BENCHMARK_MODEL_MISSING', pattern: /^Could not open '.*'\.?$/ },
  { code: 'BENCHMARK_MODEL_MISSING', pattern: /^Mmap of '.*' failed/ },
  { code: 'BENCHMARK_MODEL_INVALID', pattern: /^The model is not a valid Flatbuffer / },
  { code: 'BENCHMARK_MODEL_INVALID', pattern: /^Model provided (?:is schema version|has model identifier)/ },
  { code: 'BENCHMARK_FLAG_REFUSED', pattern: /^Failed to parse flag '/ },
  { code: 'BENCHMARK_FLAG_REFUSED', pattern: /^Output mode.* is not supported\. Supported values are: / },
  { code: 'BENCHMARK_FLAG_REFUSED', pattern: /^Please specify the name of your TF Lite input file/ },
  { code: 'BENCHMARK_INPUT_REFUSED', pattern: /^Populating the tensor .* of type .* is disabled/ },
  { code: 'BENCHMARK_INPUT_REFUSED', pattern: /^Don't know how to populate tensor / },
  { code: 'BENCHMARK_DELEGATION_PARTIAL', pattern: /^Disallowed CPU fallback detected/ },
  // LiteRT's compiled_model.cc, where the CPU may not take what the NPU does not.
  { code: 'BENCHMARK_DELEGATION_PARTIAL', pattern: /Some ops are not accelerated\./ },
  // The delegates name the operation before the tool says that applying the delegate failed.
  { code: 'BENCHMARK_DELEGATE_REFUSED_MODEL', pattern: /failed to delegate \S+ node #\d+/ },
  { code: 'BENCHMARK_DELEGATE_REFUSED_MODEL', pattern: /^TfLiteGpuDelegate Init: [A-Z][A-Z0-9_]+: / },
  { code: 'BENCHMARK_DELEGATE_REFUSED_MODEL', pattern: /^(?:TfLiteGpuDelegate Init: )?No selector for / },
  // XNNPACK needs no driver: where it is not applied, the model is to blame, even when nothing says why.
  { code: 'BENCHMARK_DELEGATE_REFUSED_MODEL', pattern: /^Failed to apply XNNPACK delegate/ },
  { code: 'BENCHMARK_DELEGATE_FAILED', pattern: /^Failed to apply .*delegate/i },
  {
    code: 'BENCHMARK_DELEGATE_FAILED',
    pattern: /created delegate by the delegate provider should not be null/,
  },
  {
    code: 'BENCHMARK_DELEGATE_FAILED',
    pattern: /^(?:Can not|Cannot|Failed to) (?:open|load) OpenCL library/,
  },
  { code: 'BENCHMARK_OUT_OF_MEMORY', pattern: /std::bad_alloc|Out of memory|Cannot allocate memory/i },
  { code: 'BENCHMARK_BINARY_UNUSABLE', pattern: /CANNOT LINK EXECUTABLE|not executable:|Exec format error/ },
  {
    code: 'BENCHMARK_BINARY_UNUSABLE',
    pattern: /benchmark_model[^:]{0,100}: (?:Permission denied|not found|inaccessible)/,
  },
  // Under taskset a program of another ABI is handed to the shell, which reads it as a script.
  { code: 'BENCHMARK_BINARY_UNUSABLE', pattern: /benchmark_model[^ ]{0,40}:(?: \d+:)? [Ss]yntax error/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Node number \d+ \(.*\) failed to (?:prepare|invoke)\.?/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Input tensor \d+ lacks data/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Failed to allocate tensors!?/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Given shapes, .* are not broadcastable\.?/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Failed to (?:initialize|construct) the interpreter/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Failed to invoke/ },
];

/** Follow or accompany the sentence that tells the reason, and tell none themselves. */
export const accompanyingSentences: readonly RegExp[] = [
  /^Benchmarking failed\.$/,
  /^Registration failed\.$/,
  /^Failed to load model .*$/,
  /^The model allocation is null\/empty$/,
  /^See instructions: https:\/\/www\.tensorflow\.org\/lite\/guide\/ops_custom *$/,
];
