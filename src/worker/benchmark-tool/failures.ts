import type { FarmError } from '../../platform/errors.js';
import { benchmarkToolError, type BenchmarkToolErrorCode } from './errors.js';
import { severityOf } from './output/severity.js';
import type { BenchmarkOutput } from './report.js';

interface FailureSentence {
  readonly code: BenchmarkToolErrorCode;
  readonly pattern: RegExp;
}

/**
 * What the tool and the runtime print when they give up, most telling first: a model that is refused also "failed to
 * initialize the interpreter". Sources: TFLite's tools/benchmark, core and delegates; the dynamic linker and the shell of
 * Android.
 */
const failureSentences: readonly FailureSentence[] = [
  { code: 'BENCHMARK_CUSTOM_OPERATION', pattern: /Encountered unresolved custom op: ./ },
  { code: 'BENCHMARK_OPERATION_UNKNOWN', pattern: /^Didn't find op for builtin opcode '/ },
  { code: 'BENCHMARK_OPERATION_UNKNOWN', pattern: /^Op builtin_code out of range: / },
  { code: 'BENCHMARK_MODEL_MISSING', pattern: /^Could not open '.*'\.?$/ },
  { code: 'BENCHMARK_MODEL_MISSING', pattern: /^Mmap of '.*' failed/ },
  { code: 'BENCHMARK_MODEL_INVALID', pattern: /^The model is not a valid Flatbuffer / },
  { code: 'BENCHMARK_MODEL_INVALID', pattern: /^Model provided (?:is schema version|has model identifier)/ },
  { code: 'BENCHMARK_FLAG_REFUSED', pattern: /^Failed to parse flag '/ },
  { code: 'BENCHMARK_FLAG_REFUSED', pattern: /^Output mode.* is not supported\. Supported values are: / },
  { code: 'BENCHMARK_FLAG_REFUSED', pattern: /^Please specify the name of your TF Lite input file/ },
  { code: 'BENCHMARK_DELEGATION_PARTIAL', pattern: /^Disallowed CPU fallback detected/ },
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
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Node number \d+ \(.*\) failed to (?:prepare|invoke)\.?/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Input tensor \d+ lacks data/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Failed to allocate tensors!?/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Given shapes, .* are not broadcastable\.?/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Failed to (?:initialize|construct) the interpreter/ },
  { code: 'BENCHMARK_MODEL_REFUSED', pattern: /^Failed to invoke/ },
];

/** Follow or accompany the sentence that tells the reason, and tell none themselves. */
const accompanyingSentences: readonly RegExp[] = [
  /^Benchmarking failed\.$/,
  /^Registration failed\.$/,
  /^Failed to load model .*$/,
  /^The model allocation is null\/empty$/,
  /^See instructions: https:\/\/www\.tensorflow\.org\/lite\/guide\/ops_custom *$/,
];

/** Whether a line, without its severity, is one of those with which the tool says why it failed. */
export function isFailureLine(text: string): boolean {
  return (
    failureSentences.some(({ pattern }) => pattern.test(text)) ||
    accompanyingSentences.some((pattern) => pattern.test(text))
  );
}

/** Signals by number, with what they mean for a benchmark run. Android ends processes for lack of memory with SIGKILL. */
const signalFailures: Readonly<Record<number, { name: string; code: BenchmarkToolErrorCode }>> = {
  1: { name: 'SIGHUP', code: 'BENCHMARK_KILLED' },
  2: { name: 'SIGINT', code: 'BENCHMARK_KILLED' },
  4: { name: 'SIGILL', code: 'BENCHMARK_CRASHED' },
  6: { name: 'SIGABRT', code: 'BENCHMARK_CRASHED' },
  7: { name: 'SIGBUS', code: 'BENCHMARK_CRASHED' },
  8: { name: 'SIGFPE', code: 'BENCHMARK_CRASHED' },
  9: { name: 'SIGKILL', code: 'BENCHMARK_KILLED' },
  11: { name: 'SIGSEGV', code: 'BENCHMARK_CRASHED' },
  13: { name: 'SIGPIPE', code: 'BENCHMARK_KILLED' },
  15: { name: 'SIGTERM', code: 'BENCHMARK_KILLED' },
};
const signalExitBase = 128;
const cannotExecuteExits: readonly number[] = [126, 127];

/** Longest part of a stream that is searched for a reason: the reason is among the last things said. */
const searchedLength = 1 << 18;

/**
 * Why an execution of the tool failed; `undefined` when it ended with status 0 and consumed its flags. A flag that the tool
 * does not know is a failure whatever the exit status: the run went on without what the flag asked for.
 * Codes, blame and remedies: `benchmarkToolErrors`.
 */
export function failureOf(output: BenchmarkOutput): FarmError | undefined {
  const { exitCode } = output;
  if (exitCode === 0) return unconsumedFlags(output.stdout.slice(0, searchedLength));
  const lines = [...tailLines(output.stdout), ...tailLines(output.stderr)];
  for (const { code, pattern } of failureSentences) {
    const reason = lines.find((line) => pattern.test(line));
    if (reason !== undefined) return failure(code, exitCode, reason);
  }
  const signal = signalFailures[exitCode - signalExitBase];
  if (signal !== undefined) return failure(signal.code, exitCode, `it was ended by ${signal.name}`);
  const lastWords = lines.findLast((line) => !accompanyingSentences.some((pattern) => pattern.test(line)));
  if (cannotExecuteExits.includes(exitCode)) {
    return failure('BENCHMARK_BINARY_UNUSABLE', exitCode, lastWords ?? 'the shell could not start it');
  }
  return failure('BENCHMARK_FAILED', exitCode, lastWords ?? 'it said nothing');
}

function unconsumedFlags(stdout: string): FarmError | undefined {
  const flags = /^(?:WARN: |WARNING: )?Unconsumed cmdline flags: *(.*?)\r*$/m.exec(stdout)?.[1];
  if (flags === undefined) return undefined;
  return benchmarkToolError(
    'BENCHMARK_FLAG_NOT_CONSUMED',
    `The benchmark tool does not know ${flags} and ran without.`,
    { details: { flags } },
  );
}

function failure(code: BenchmarkToolErrorCode, exitCode: number, reason: string): FarmError {
  const shortReason = reason.slice(0, 300);
  return benchmarkToolError(code, `The benchmark tool ended with status ${exitCode}: ${shortReason}`, {
    details: { exitCode, reason: shortReason },
  });
}

function tailLines(text: string): string[] {
  return text
    .slice(-searchedLength)
    .split('\n')
    .map((line) => severityOf(line.trimEnd()).text)
    .filter((line) => line !== '');
}
