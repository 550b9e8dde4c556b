import type { ToolClock } from '../clock/clock.js';
import { addedOutputName } from './without-delegate.js';
import { type EventLayout, findLayout, type Interval } from './event-layout.js';
import { ModelRunner } from './model-runner.js';
import { readSummary, type SummaryRow, type SummaryRows } from './summary-rows.js';
import { optimizeFromHere, type TfliteModule } from './tflite-module.js';

/** Thrown when the runtime fails while it executes the graph. */
export class InvokeFailedError extends Error {}

/** What one inference took, in whole microseconds as native builds count them. */
export interface InferenceTimes {
  readonly totalUs: number;
  /** By row of the graph's profile. */
  readonly graphUs: readonly number[];
  /** By row of what the delegates did inside. */
  readonly insideUs: readonly number[];
}

/** The runtime's profile holds this many events before a fresh interpreter has to take over. */
const profileEntries = 100_000;
const probeEntries = 16_384;
const usOf = (ms: number): number => Math.floor(ms * 1000 + 1e-6);

/** The clock as the runtime sees it, and what is remembered of its readings. */
class Stopwatch {
  nowMs: () => number = () => 0;
  readings = new Float64Array(0);
  count = 0;

  /** Given to the runtime: must stay cheap. */
  readonly read = (): number => {
    const time = this.nowMs();
    if (this.count < this.readings.length) this.readings[this.count] = time;
    this.count += 1;
    return time;
  };
}

/** Whether a row is of the model, and not of the operation that this tool itself may have added. */
function isShown(row: SummaryRow | undefined): boolean {
  return row?.name.startsWith(`[${addedOutputName}]`) === false;
}

/** Makes the stopwatch before the runtime exists, since the runtime is instantiated with its clock. */
export function openStopwatch(): Stopwatch {
  return new Stopwatch();
}

/** From where in the runtime's code a reading of the clock is made: functions and offsets, innermost first. */
function callSite(): string {
  const frames = new Error().stack?.match(/wasm-function\[\d+\]:0x[0-9a-f]+/g) ?? [];
  return frames.join('<');
}

/**
 * The runtime's own profile of the inference that was made. Of some graphs, such as a single PAD, it has nothing to say before there
 * was a second one, and then takes both for one.
 */
function summaryOf(runner: ModelRunner): SummaryRows {
  const summary = runner.summary();
  if (summary !== '' || !runner.invoke()) return readSummary(summary);
  return readSummary(runner.summary(), 2);
}

/** One inference under a made-up clock, which never says the same twice: what it shows is the profile's layout, no times. */
function probeLayout(runner: ModelRunner, stopwatch: Stopwatch): EventLayout {
  const sites: string[] = [];
  const readingsMs: number[] = [];
  let madeUpMs = 0;
  const stackTraceLimit = Error.stackTraceLimit;
  Error.stackTraceLimit = 64;
  stopwatch.nowMs = () => {
    sites.push(callSite());
    madeUpMs += sites.length;
    readingsMs.push(madeUpMs);
    return madeUpMs;
  };
  const invoked = runner.invoke();
  Error.stackTraceLimit = stackTraceLimit;
  if (!invoked) throw new InvokeFailedError();
  return findLayout([...sites], [...readingsMs], summaryOf(runner));
}

/** A model that can be run and timed. */
export class Session {
  private runner: ModelRunner;
  private inferencesLeft: number;
  private readonly shownRows: readonly SummaryRow[];

  private constructor(
    private readonly module: TfliteModule,
    private readonly model: Uint8Array,
    private readonly stopwatch: Stopwatch,
    private readonly clock: ToolClock,
    private readonly random: () => number,
    private readonly layout: EventLayout,
    /** Microseconds that building the interpreter took. */
    readonly initUs: number,
    runner: ModelRunner,
  ) {
    this.runner = runner;
    this.inferencesLeft = this.inferencesOfOneRunner();
    this.shownRows = layout.graphRows.filter(isShown);
  }

  /**
   * Runs the model once with a made-up clock, which also has its kernels compiled, and then builds the interpreter that is
   * measured.
   *
   * @throws ModelRefusedError, InvokeFailedError, UnknownLayoutError
   */
  static open(
    module: TfliteModule,
    model: Uint8Array,
    stopwatch: Stopwatch,
    clock: ToolClock,
    random: () => number,
  ): Session {
    const probe = ModelRunner.create(module, model, probeEntries);
    optimizeFromHere();
    probe.fillInputs(random);
    const layout = probeLayout(probe, stopwatch);
    probe.dispose();
    const beginMs = clock.nowMs();
    const runner = ModelRunner.create(module, model, profileEntries);
    const initUs = usOf(clock.nowMs()) - usOf(beginMs);
    runner.fillInputs(random);
    stopwatch.readings = new Float64Array(layout.readings);
    stopwatch.nowMs = clock.nowMs;
    return new Session(module, model, stopwatch, clock, random, layout, initUs, runner);
  }

  /** Rows of the graph's profile, without the operation that this tool itself may have added. */
  get graphRows(): readonly SummaryRow[] {
    return this.shownRows;
  }

  get insideRows(): readonly SummaryRow[] {
    return this.layout.insideRows;
  }

  /** @throws InvokeFailedError */
  run(): InferenceTimes {
    if (this.inferencesLeft === 0) this.renewRunner();
    this.inferencesLeft -= 1;
    this.clock.adjust();
    this.stopwatch.count = 0;
    if (!this.runner.invoke()) throw new InvokeFailedError();
    const { graph, inside, graphRows, insideRows, readings } = this.layout;
    const graphUs = this.sumByRow(graph, graphRows.length).filter((_us, row) => isShown(graphRows[row]));
    // An operation added by this tool is the last of the graph: the inference ends where that begins.
    const added = graphRows.length > this.shownRows.length ? graph.at(-1)?.begin : undefined;
    const last = added ?? readings - 1;
    const totalUs = this.readingUs(last) - this.readingUs(0);
    return { totalUs, graphUs, insideUs: this.sumByRow(inside, insideRows.length) };
  }

  private readingUs(index: number): number {
    return usOf(this.stopwatch.readings[index] ?? 0);
  }

  private sumByRow(intervals: readonly Interval[], rows: number): number[] {
    const sums = new Array<number>(rows).fill(0);
    for (const { begin, end, row } of intervals) {
      sums[row] = (sums[row] ?? 0) + this.readingUs(end) - this.readingUs(begin);
    }
    return sums;
  }

  private inferencesOfOneRunner(): number {
    return Math.max(1, Math.floor(profileEntries / this.layout.readings) - 1);
  }

  /** Replaces the interpreter when its profile is full: the runtime would go on with fewer readings of the clock. */
  private renewRunner(): void {
    this.runner.dispose();
    this.runner = ModelRunner.create(this.module, this.model, profileEntries);
    this.runner.fillInputs(this.random);
    this.runner.invoke();
    this.inferencesLeft = this.inferencesOfOneRunner();
  }
}
