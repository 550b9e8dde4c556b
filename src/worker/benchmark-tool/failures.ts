import type { FarmError } from '../../platform/errors.js';
import type { BenchmarkToolKind } from '../../records/benchmark-tool-kind.js';
import { benchmarkToolError, type BenchmarkToolErrorCode } from './errors.js';
import { accompanyingSentences, failureSentences } from './failure-sentences.js';
import { severityOf, type Severity } from './severity.js';
import type { BenchmarkOutput } from './report.js';

/** Whether a line, without its severity, is one of those with which the tool says why it failed. */
export function isFailureLine(text: string): boolean {
  return failureSentences.some(({ pattern }) => pattern.test(text)) || isAccompanying(text);
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
const abortSignal = 6;
const cannotExecuteExits: readonly number[] = [126, 127];

/** Longest part of a stream that is searched for a reason: the reason is among the last things said. */
const searchedLength = 1 << 18;

/** LiteRT's other tool names its source file in every line of its own, and prints other results. */
const otherToolPattern = /\bbenchmark_litert_model\b/;

/**
 * Why an execution of the tool failed; `undefined` when it ended with status 0, consumed its flags and nothing that it said means that it
 * failed all the same. Two things decide whatever the exit status is: a flag that the tool does not know, for the run went on without what
 * the flag asked for; and an error of the runtime, for a tool goes on measuring inferences that fail.
 * The failure's message is what the tool said. Codes, blame and remedies: `benchmarkToolErrors`.
 */
export function failureOf(
  output: BenchmarkOutput,
  tool: BenchmarkToolKind = 'tflite',
): FarmError | undefined {
  const { exitCode } = output;
  const lines = [...tailLines(output.stdout), ...tailLines(output.stderr)];
  const isOther = tool === 'tflite' && lines.some(({ text }) => otherToolPattern.test(text));
  if (isOther && exitCode === 0) return otherTool();
  if (exitCode === 0) return unconsumedFlags(output.stdout.slice(0, searchedLength)) ?? failedSilently(lines);
  for (const { code, pattern } of failureSentences) {
    const reason = lines.find(({ text }) => pattern.test(text));
    if (reason !== undefined) return failure(code, exitCode, saidWith(reason, lines));
  }
  const ownWords = lines.findLast(({ severity }) => severity === 'FATAL');
  const signal = signalFailures[exitCode - signalExitBase];
  if (exitCode - signalExitBase === abortSignal && ownWords !== undefined) {
    return failure('BENCHMARK_GAVE_UP', exitCode, saidWith(ownWords, lines));
  }
  const lastError = lines.findLast(isError);
  if (signal !== undefined) {
    const words = lastError === undefined ? '' : ` after it said: ${saidWith(lastError, lines)}`;
    return failure(signal.code, exitCode, `it was ended by ${signal.name}${words}`);
  }
  const lastWords = lines.findLast(({ text }) => !isAccompanying(text));
  if (cannotExecuteExits.includes(exitCode)) {
    return failure('BENCHMARK_BINARY_UNUSABLE', exitCode, lastWords?.text ?? 'the shell could not start it');
  }
  const reason = ownWords ?? lastError ?? lastWords;
  return failure(
    'BENCHMARK_FAILED',
    exitCode,
    reason === undefined ? 'it said nothing' : saidWith(reason, lines),
  );
}

/** A delegate that could not be applied is not the end of a run: it goes on elsewhere, which its verdict says. */
const survivedCodes: readonly BenchmarkToolErrorCode[] = [
  'BENCHMARK_DELEGATE_FAILED',
  'BENCHMARK_DELEGATE_REFUSED_MODEL',
  'BENCHMARK_DELEGATION_PARTIAL',
];

/** What an error line of a run with exit status 0 says of it: only lines that the runtime marked as errors count. */
function failedSilently(lines: readonly SaidLine[]): FarmError | undefined {
  const errors = lines.filter(isError);
  for (const { code, pattern } of failureSentences) {
    if (survivedCodes.includes(code)) continue;
    const reason = errors.find(({ text }) => pattern.test(text));
    if (reason !== undefined) return failure(code, 0, saidWith(reason, lines));
  }
  const fatal = errors.find(({ severity }) => severity === 'FATAL');
  return fatal === undefined ? undefined : failure('BENCHMARK_GAVE_UP', 0, saidWith(fatal, lines));
}

function otherTool(): FarmError {
  return benchmarkToolError(
    'BENCHMARK_BINARY_UNUSABLE',
    'The program is benchmark_litert_model, another tool of LiteRT, which takes other flags: it is to be added as of kind litert.',
    { details: { tool: 'benchmark_litert_model' } },
  );
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

const longestReason = 300;

function failure(code: BenchmarkToolErrorCode, exitCode: number, reason: string): FarmError {
  const shortReason = reason.slice(0, longestReason);
  return benchmarkToolError(code, `The benchmark tool ended with status ${exitCode}: ${shortReason}`, {
    details: { exitCode, reason: shortReason },
  });
}

interface SaidLine {
  readonly severity?: Severity;
  readonly text: string;
}

/** Errors that belong to one reason are few: what failed, where, and what that made fail. */
const mostErrorsOfAReason = 3;

/**
 * The line that tells the reason, with the errors next to it: a kernel says what was wrong with its operands first, and only then
 * which operation "failed to prepare". A repeated error is said once.
 */
function saidWith(reason: SaidLine, lines: readonly SaidLine[]): string {
  const texts = [
    ...new Set(lines.filter((line) => isError(line) || line === reason).map(({ text }) => text)),
  ];
  const errors = texts.filter((text) => text === reason.text || !isAccompanying(text));
  const place = errors.indexOf(reason.text);
  const from = Math.max(0, place - 1);
  return errors.slice(from, Math.max(place + 1, from + mostErrorsOfAReason)).join(' | ');
}

function isError({ severity, text }: SaidLine): boolean {
  return (severity === 'ERROR' || severity === 'FATAL') && !isAccompanying(text);
}

function isAccompanying(text: string): boolean {
  return accompanyingSentences.some((pattern) => pattern.test(text));
}

function tailLines(text: string): SaidLine[] {
  return text
    .slice(-searchedLength)
    .split('\n')
    .map((line) => severityOf(line.trimEnd()))
    .filter((line) => line.text !== '');
}
