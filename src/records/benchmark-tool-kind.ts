import type { Delegate } from '../graph/precision/delegates.js';

/**
 * Which program a benchmark tool is: TFLite's `benchmark_model`, or `benchmark_litert_model` of LiteRT's own interface, which alone reaches NPUs
 * through a vendor's dispatch library. A farm may have both of one version; they take other flags and print other results.
 */
export const benchmarkToolKinds = ['tflite', 'litert'] as const;
export type BenchmarkToolKind = (typeof benchmarkToolKinds)[number];

/** The file name of a kind's program, by which people know it. */
export const toolNames: Readonly<Record<BenchmarkToolKind, string>> = {
  tflite: 'benchmark_model',
  litert: 'benchmark_litert_model',
};

/** The kind of the tool that measures with a delegate. */
export function toolKindFor(delegate: Delegate): BenchmarkToolKind {
  return delegate === 'npu' ? 'litert' : 'tflite';
}

/** `2.15`, `litert-2.1 (benchmark_litert_model)` */
export function toolText(tool: {
  readonly kind: BenchmarkToolKind;
  readonly runtimeVersion: string;
}): string {
  const { kind, runtimeVersion } = tool;
  return kind === 'tflite' ? runtimeVersion : `${runtimeVersion} (${toolNames[kind]})`;
}
