import type {
  BenchmarkReport,
  DelegateApplication,
  DelegatedNodes,
  GpuInterface,
  InferenceTimings,
  LitertSummary,
  MemoryFootprint,
  SampleStatistics,
  UnrecognizedLine,
} from '../report.js';
import type { OutputLine } from './lines.js';

/** Lines that are kept of those not recognized, of the errors, and of what a delegate refuses. */
const keptLines = 200;
const keptLength = 500;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

type Collected = Omit<
  BenchmarkReport,
  | 'exitCode'
  | 'warmup'
  | 'inference'
  | 'summary'
  | 'resultFile'
  | 'initializationProfile'
  | 'regularProfile'
  | 'memory'
>;

/** A report while it is being read. The recognizers of lines write to it. */
export class ReportBuilder {
  readonly parameters = new Map<string, string>();
  readonly memory: Writable<MemoryFootprint> & { statusMb: Record<string, number> } = { statusMb: {} };
  /** The statistics of every `Running benchmark for at least …`, in order; the first is the warm-up. */
  readonly phases: { statistics?: SampleStatistics }[] = [];
  hasSeverityPrefix = false;
  clockSource: string | undefined;
  modelPath: string | undefined;
  modelSizeMb: number | undefined;
  initializedUs: number | undefined;
  timings: InferenceTimings | undefined;
  readonly summary: Writable<LitertSummary> = {};
  droppedProfileEvents = 0;
  unrecognizedLineCount = 0;
  /** True between `Following operations are not supported …` and the sentence that ends their list. */
  isListingUnsupported = false;
  readonly #unconsumedFlags: string[] = [];
  readonly #duplicateFlags: string[] = [];
  readonly #createdDelegates: string[] = [];
  readonly #applications: DelegateApplication[] = [];
  readonly #delegatedNodes: DelegatedNodes[] = [];
  readonly #gpuInterfaces = new Set<GpuInterface>();
  readonly #unsupported: string[] = [];
  readonly #errors: string[] = [];
  readonly #unrecognized: UnrecognizedLine[] = [];

  addUnconsumedFlags(flags: string): void {
    this.#unconsumedFlags.push(...keptWords(flags));
  }

  addDuplicateFlags(flags: string): void {
    this.#duplicateFlags.push(...keptWords(flags));
  }

  addCreatedDelegate(delegate: string): void {
    if (!this.#createdDelegates.includes(delegate)) keep(this.#createdDelegates, delegate);
  }

  addApplication(application: DelegateApplication): void {
    if (this.#applications.length < keptLines) this.#applications.push(application);
  }

  addDelegatedNodes(nodes: DelegatedNodes): void {
    if (this.#delegatedNodes.length < keptLines) this.#delegatedNodes.push(nodes);
  }

  addGpuInterface(name: GpuInterface): void {
    this.#gpuInterfaces.add(name);
  }

  addUnsupported(text: string): void {
    keep(this.#unsupported, text);
  }

  addError(text: string): void {
    keep(this.#errors, text);
  }

  addUnrecognized(line: OutputLine): void {
    this.unrecognizedLineCount += 1;
    if (this.#unrecognized.length >= keptLines) return;
    this.#unrecognized.push({ stream: line.stream, line: line.number, text: line.text.slice(0, keptLength) });
  }

  finish(): Collected {
    return {
      hasSeverityPrefix: this.hasSeverityPrefix,
      parameters: this.parameters,
      ...(this.clockSource === undefined ? {} : { clockSource: this.clockSource }),
      unconsumedFlags: this.#unconsumedFlags,
      duplicateFlags: this.#duplicateFlags,
      ...(this.modelPath === undefined ? {} : { modelPath: this.modelPath }),
      ...(this.modelSizeMb === undefined ? {} : { modelSizeMb: this.modelSizeMb }),
      ...(this.initializedUs === undefined ? {} : { initializedUs: this.initializedUs }),
      createdDelegates: this.#createdDelegates,
      delegateApplications: this.#applications,
      delegatedNodes: this.#delegatedNodes,
      gpuInterfaces: [...this.#gpuInterfaces],
      unsupportedByDelegate: this.#unsupported,
      ...(this.timings === undefined ? {} : { timings: this.timings }),
      droppedProfileEvents: this.droppedProfileEvents,
      errorLines: this.#errors,
      unrecognizedLines: this.#unrecognized,
      unrecognizedLineCount: this.unrecognizedLineCount,
    };
  }
}

function keptWords(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, keptLines);
}

function keep(list: string[], text: string): void {
  if (list.length < keptLines) list.push(text.slice(0, keptLength));
}
