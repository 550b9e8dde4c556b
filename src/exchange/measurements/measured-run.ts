import type { OperationConfiguration } from '../../graph/index.js';
import type { RunTimes } from '../../records/run-times.js';
import type { SampleKind } from '../../records/sample.js';

/** A run that has a verdict, with all that was measured of it: what measurements are exchanged as. */
export interface MeasuredRun {
  /** Deterministic: the same run has the same key in every farm. */
  readonly key: string;
  readonly campaign: { readonly id: string; readonly name: string };
  readonly pool: {
    readonly key: string;
    readonly deviceModel: string;
    readonly socModel: string;
    readonly buildFingerprint: string;
  };
  readonly scenarioKey: string;
  readonly sample: {
    /** Content hash of `spec`. */
    readonly hash: string;
    readonly kind: SampleKind;
    readonly name: string;
    readonly spec: unknown;
  };
  readonly repetition: number;
  readonly result: RunResult;
  /** How it was executed; absent in runs that come from files. */
  readonly circumstances?: ExecutedRun;
  /** In the order of execution. */
  readonly operations: readonly MeasuredOperation[];
}

/** On what, how and under which conditions a run was executed. */
export interface ExecutedRun {
  /** Serial number of the phone. */
  readonly phone: string | null;
  readonly commandLine: readonly string[];
  /** Snapshots before, during and after, as the worker took them. */
  readonly conditions: unknown;
  /** SHA-256 of the benchmark tool. */
  readonly benchmarkBinary: string | null;
}

/** What a run says of the whole model; microseconds. `null` where the tool did not tell. */
export interface RunResult extends RunTimes {
  readonly verdict: string;
  readonly verdictReason: string | null;
  readonly clockSource: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly inferenceCount: number | null;
}

/** What a run says of one operation; microseconds. */
export interface MeasuredOperation {
  readonly ordinal: number;
  readonly operationIndex: number | null;
  readonly operator: string;
  readonly kernel: string | null;
  readonly configuration: { readonly hash: string; readonly spec: OperationConfiguration } | null;
  readonly meanUs: number;
  readonly stdUs: number | null;
  readonly firstUs: number;
  readonly count: number;
  /** The row of the profile stands for other executions too: a share of the network's time, and no measurement of this operation. */
  readonly sharedRow: boolean;
}
