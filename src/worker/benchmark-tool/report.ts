/** Where a line of output came from: one of the tool's streams, or the profile file that it wrote. */
export type OutputStream = 'stdout' | 'stderr' | 'profile';

/** What the tool left behind. Texts as received, with any line ends. */
export interface BenchmarkOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** Contents of the file that the tool wrote its profile to, where it was told to. */
  readonly profileCsv?: string;
  /** Contents of the file that the tool wrote its result to, where it was told to. */
  readonly resultFile?: Uint8Array;
  /** Exit status as a shell gives it: 128 + n when signal n ended the process. */
  readonly exitCode: number;
}

/** A `count=… first=… …` line. Microseconds; only `count` is there when nothing was observed. */
export interface SampleStatistics {
  readonly count: number;
  readonly firstUs?: number;
  readonly lastUs?: number;
  readonly minUs?: number;
  readonly maxUs?: number;
  /** Six significant digits: above one second it is only known to 10 µs and worse. */
  readonly meanUs?: number;
  /** Population standard deviation, cut to whole microseconds. */
  readonly stdUs?: number;
  readonly p5Us?: number;
  readonly medianUs?: number;
  readonly p95Us?: number;
}

/** The line `Inference timings in us: …`. A value that the tool printed as not-a-number is absent. */
export interface InferenceTimings {
  readonly initUs?: number;
  readonly firstInferenceUs?: number;
  readonly warmupMeanUs?: number;
  readonly inferenceMeanUs?: number;
}

export type GpuInterface = 'OpenCL' | 'OpenGL';

/** How far a delegate took the graph over, as the tool says it. */
export interface DelegateApplication {
  readonly delegate: string;
  readonly extent: 'complete' | 'partial' | 'none';
  /** Delegate kernels (partitions), said for a partial application. */
  readonly partitions?: number;
}

/** What LiteRT's own tool sums up, in microseconds that it printed as hundredths of milliseconds. */
export interface LitertSummary {
  readonly initUs?: number;
  readonly firstInferenceUs?: number;
  readonly warmupMeanUs?: number;
  readonly inferenceMeanUs?: number;
  readonly inferenceMinUs?: number;
  readonly inferenceMaxUs?: number;
  readonly inferenceStdUs?: number;
  readonly inferenceCount?: number;
}

/** What the tool wrote to its result file, in microseconds that it wrote as milliseconds of single precision. Members that it does not tell are absent. */
export interface ResultFile {
  readonly meanUs?: number;
  readonly minUs?: number;
  readonly maxUs?: number;
  readonly stdUs?: number;
  readonly p5Us?: number;
  readonly medianUs?: number;
  readonly p95Us?: number;
  readonly initUs?: number;
  readonly firstInferenceUs?: number;
  readonly warmupMeanUs?: number;
  /** Memory, megabytes of 1,024 × 1,024 bytes, as {@link MemoryFootprint} has it. */
  readonly initMb?: number;
  readonly overallMb?: number;
  readonly peakMb?: number;
  readonly inferenceCount?: number;
  readonly warmupCount?: number;
}

/** Nodes of a graph that a delegate took over, as the runtime says it. */
export interface DelegatedNodes {
  /** The delegate's own name: `TfLiteGpuDelegateV2`. */
  readonly delegate: string;
  readonly nodes: number;
  /** Nodes that there were before. */
  readonly of: number;
  readonly partitions: number;
}

/** What the tool said of memory, in megabytes of 1,024 × 1,024 bytes. */
export interface MemoryFootprint {
  /** `peak`: TF 2.5 and before; `delta` since the tool's start: later. */
  readonly kind?: 'peak' | 'delta';
  readonly initMb?: number;
  readonly overallMb?: number;
  readonly monitoredPeakMb?: number;
  /** The lines of `Memory status at the end of execution`: `VmRSS`, `RssAnnon`, `RssFile + RssShmem`. */
  readonly statusMb: Readonly<Record<string, number>>;
}

/** What a profile row stands for, by the form of its name. */
export type ProfileRowSubject =
  /** A node of the graph: a TFLite operation, or the node that a delegate put in the place of several. */
  | { readonly kind: 'node'; readonly outputs: string; readonly nodeIndex?: number }
  /** A kernel inside a delegate; `index` counts from 0 in every delegated partition. */
  | { readonly kind: 'delegate-kernel'; readonly kernel: string; readonly index: number }
  /** Something else that the runtime does (`AllocateTensors/0`). */
  | { readonly kind: 'runtime-event'; readonly event: string };

/** A row of `Run Order`. Times are as printed, in microseconds of one call. */
export interface ProfileRow {
  readonly line: number;
  readonly nodeType: string;
  readonly name: string;
  readonly subject: ProfileRowSubject;
  readonly firstUs: number;
  readonly meanUs: number;
  /** Half of the last digit that `meanUs` was printed with: the mean lies within meanUs ± this. */
  readonly meanResolutionUs: number;
  /** Share of the total of all runs, in percent; absent where the total was zero. */
  readonly percent?: number;
  readonly percentResolution?: number;
  /** The shares of this row and of those before it in its table, added up by the tool. */
  readonly cumulativePercent?: number;
  readonly cumulativePercentResolution?: number;
  readonly startUs?: number;
  readonly memoryKb?: number;
  /** Calls per run, rounded down; 0 in the oldest tools. */
  readonly timesCalled?: number;
}

/** A row of `Summary by node type`: sums over the nodes of a type, each node's mean cut to whole microseconds. */
export interface NodeTypeSummary {
  readonly nodeType: string;
  readonly count: number;
  readonly meanUs: number;
  readonly timesCalled?: number;
}

/** One set of tables: of a subgraph, or of a delegate's inside. */
export interface ProfileBlock {
  readonly subject:
    | { readonly kind: 'subgraph'; readonly index: number; readonly name?: string }
    | { readonly kind: 'delegate-internal' };
  readonly layout: 'text' | 'csv';
  /** Whether the tables have a `start` column (TF 2.5 and before). */
  readonly hasStartColumn: boolean;
  readonly runOrder: readonly ProfileRow[];
  readonly topByTime: readonly ProfileRow[];
  readonly summary: readonly NodeTypeSummary[];
  readonly nodesExecuted?: number;
  readonly nodesObserved?: number;
  readonly timings?: SampleStatistics;
  /** Runs for which memory was observed: 0 in every stock tool. */
  readonly memorySampleCount?: number;
  /** False when the output ended inside the block. */
  readonly complete: boolean;
}

/** A line that no table holds and that is not known. */
export interface UnrecognizedLine {
  readonly stream: OutputStream;
  readonly line: number;
  /** At most 500 characters of it. */
  readonly text: string;
}

/** Everything that one execution of the benchmark tool said. */
export interface BenchmarkReport {
  readonly exitCode: number;
  /** `INFO:` and its like before the tool's own lines: TF 2.13 and later. */
  readonly hasSeverityPrefix: boolean;
  /** The flags that the tool echoed, by their description (`Num threads` → `1`). */
  readonly parameters: ReadonlyMap<string, string>;
  /** Which clock timed the run, where the tool says it: our virtual phone's does. */
  readonly clockSource?: string;
  readonly unconsumedFlags: readonly string[];
  readonly duplicateFlags: readonly string[];
  readonly modelPath?: string;
  /** Megabytes of 1,000,000 bytes. */
  readonly modelSizeMb?: number;
  readonly initializedUs?: number;
  /** Delegates that were made: by the tool because a flag said so, or by the runtime of its own accord. */
  readonly createdDelegates: readonly string[];
  readonly delegateApplications: readonly DelegateApplication[];
  readonly delegatedNodes: readonly DelegatedNodes[];
  /** The interfaces that the GPU delegate runs its kernels by: OpenGL is what it falls back to. */
  readonly gpuInterfaces: readonly GpuInterface[];
  /** What the GPU delegate refused, one line each. */
  readonly unsupportedByDelegate: readonly string[];
  readonly warmup?: SampleStatistics;
  readonly inference?: SampleStatistics;
  readonly timings?: InferenceTimings;
  /** Of LiteRT's own tool alone. */
  readonly summary?: LitertSummary;
  /** Where the tool wrote one. */
  readonly resultFile?: ResultFile;
  readonly memory: MemoryFootprint;
  readonly initializationProfile: readonly ProfileBlock[];
  readonly regularProfile: readonly ProfileBlock[];
  /** Events that the profiler's buffer had no room for. */
  readonly droppedProfileEvents: number;
  /** Errors that the tool or the runtime printed, known or not, save for those that only say what a delegate leaves to others. */
  readonly errorLines: readonly string[];
  readonly unrecognizedLines: readonly UnrecognizedLine[];
  /** How many lines were not recognized, of which `unrecognizedLines` holds the first. */
  readonly unrecognizedLineCount: number;
}
