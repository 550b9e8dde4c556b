import { path, seconds, whole } from './flag-values.js';
import type { ToolFlag } from './tool-flags.js';

/** How often the model is executed. */
export type RunPlan =
  /** Exactly so many warm-up and measured inferences, however long they take (up to `maxSeconds`). */
  | {
      readonly kind: 'exact';
      readonly warmupRuns: number;
      readonly runs: number;
      readonly maxSeconds?: number;
    }
  /** At least so many inferences and at least so many seconds, whichever is more, and at most `maxSeconds`. */
  | {
      readonly kind: 'duration';
      readonly warmupRuns: number;
      readonly warmupSeconds: number;
      readonly runs: number;
      readonly seconds: number;
      readonly maxSeconds?: number;
    };

export interface Flag<Name extends string = ToolFlag> {
  readonly name: Name;
  readonly value: string;
}

export function flagOf<Name extends string = ToolFlag>(
  name: Name,
  value: string | number | boolean,
): Flag<Name> {
  return { name, value: String(value) };
}

/** What is executed, which both of LiteRT's tools are told alike (BenchmarkModel of tools/benchmark/benchmark_model.cc). */
export function modelFlags({ graph, threads }: { readonly graph: string; readonly threads: number }) {
  return [flagOf('graph', path('graph', graph)), flagOf('num_threads', whole('threads', threads, 1, 64))];
}

/** The tool repeats while runs or seconds are missing, so exact counts need both minimum durations at zero. */
export function runFlags(plan: RunPlan) {
  const isExact = plan.kind === 'exact';
  return [
    flagOf('num_runs', whole('runs.runs', plan.runs, 1, 1_000_000)),
    flagOf('min_secs', isExact ? 0 : seconds('runs.seconds', plan.seconds)),
    ...(plan.maxSeconds === undefined
      ? []
      : [flagOf('max_secs', seconds('runs.maxSeconds', plan.maxSeconds))]),
    flagOf('warmup_runs', whole('runs.warmupRuns', plan.warmupRuns, 0, 1_000_000)),
    flagOf('warmup_min_secs', isExact ? 0 : seconds('runs.warmupSeconds', plan.warmupSeconds)),
  ];
}
