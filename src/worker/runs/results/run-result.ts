import type { OperationConfiguration } from '../../../graph/index.js';
import type { Verdict } from '../../../records/run.js';
import type { ToolReport } from './tool-report.js';

/** What one operation of the model took, in the order of execution. */
export interface MeasuredOperation {
  readonly operationIndex?: number;
  readonly operator: string;
  /** The delegate's own name of what it executed. */
  readonly kernel?: string;
  readonly configuration?: OperationConfiguration;
  readonly meanUs: number;
  readonly stdUs?: number;
  readonly firstUs: number;
  readonly count: number;
  /** The row of the profile stands for other executions too: the time is a share of it, and no measurement of this operation. */
  readonly sharedRow?: true;
}

/** What the tool printed, byte for byte. */
export interface RawOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly profile?: Buffer;
  /** The file that it wrote its result to. */
  readonly resultFile?: Buffer;
}

/** Where and how a run was executed: known for failed runs too, as far as they came. */
export interface RunCircumstances {
  readonly phoneId: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly phoneBusyMs: number;
  readonly toolMs?: number;
  readonly words?: readonly string[];
  readonly conditions?: unknown;
  readonly benchmarkBinarySha256?: string;
  readonly modelSha256?: string;
  readonly output?: RawOutput;
  /** Of the execution with the profiler, where that is one of its own. */
  readonly profiledOutput?: RawOutput;
}

/** What a run's output says, in microseconds. */
export interface RunMeasurement {
  readonly verdict: Verdict;
  readonly verdictReason?: string;
  readonly parserVersion: number;
  readonly clockSource: string;
  readonly initUs?: number;
  readonly firstInferenceUs?: number;
  readonly warmupMeanUs?: number;
  readonly inferenceMeanUs?: number;
  readonly inferenceStdUs?: number;
  readonly inferenceMinUs?: number;
  readonly inferenceMaxUs?: number;
  readonly inferenceCount?: number;
  readonly operationSumUs?: number;
  readonly toolReport?: ToolReport;
  readonly operations: readonly MeasuredOperation[];
}
