import type { Faults } from '../control/faults.js';
import { commandLineOf, descendantsOf, signalProcess } from './processes.js';
import type { OutputFilter } from './shell-launcher.js';

/** What makes a command one that runs a benchmark. */
const benchmarkPattern = /benchmark/;
/** How soon a benchmark that has begun is found. */
const lookAgainMs = 5;
const printableFrom = 0x21;
const printableCount = 94;

/** What faults do to commands that run a benchmark. */
export interface BenchmarkFaultActions {
  readonly unplug: () => void;
  readonly emit: (event: object) => void;
}

/** Called for every command that starts. @returns how to change its output. */
export function strikeBenchmark(
  commandText: string,
  processId: number,
  faults: Faults,
  { unplug, emit }: BenchmarkFaultActions,
): OutputFilter | undefined {
  if (!benchmarkPattern.test(commandText) || !/\bexec\b|--graph=/.test(commandText)) return undefined;
  const unplugMs = faults.take('unplug-mid-run');
  if (unplugMs !== undefined) {
    setTimeout(() => {
      emit({ event: 'struck', name: 'unplug-mid-run' });
      unplug();
    }, unplugMs);
  }
  const crashMs = faults.take('benchmark-crash');
  if (crashMs !== undefined) {
    setTimeout(() => {
      onceThere(
        processId,
        'SIGSEGV',
        () => true,
        () => emit({ event: 'struck', name: 'benchmark-crash' }),
      );
    }, crashMs);
  }
  if (faults.has('benchmark-hang')) {
    const wanted = () => faults.has('benchmark-hang');
    onceThere(processId, 'SIGSTOP', wanted, () => emit({ event: 'struck', name: 'benchmark-hang' }));
  }
  return faults.has('garbage-output') ? garble : undefined;
}

/**
 * Lets benchmarks go on that stand still, among what some shells have started. All of it: a child of a benchmark that was halted
 * before it became a program of its own has another name by now.
 */
export function letBenchmarksGoOn(shells: readonly number[]): void {
  for (const processId of shells.flatMap((shell) => [shell, ...descendantsOf(shell)])) {
    signalProcess(processId, 'SIGCONT');
  }
}

/**
 * Signals the benchmark that `processId` is about to become or to start, as soon as it is there, as long as that is wanted: a busy machine
 * takes its time to start it. SIGSEGV ends it the way a bad memory access does.
 */
function onceThere(
  processId: number,
  signal: NodeJS.Signals,
  isWanted: () => boolean,
  struck: () => void,
): void {
  const looking = setInterval(() => {
    const isStruck = isWanted() && signalBenchmark(processId, signal);
    if (isStruck) struck();
    const isOver = !isWanted() || commandLineOf(processId).length === 0;
    if (isStruck || isOver) clearInterval(looking);
  }, lookAgainMs);
}

/** Sends a signal to the benchmark among a process and its descendants. @returns whether there is one. */
function signalBenchmark(processId: number, signal: NodeJS.Signals): boolean {
  const benchmarks = [processId, ...descendantsOf(processId)].filter((candidate) =>
    commandLineOf(candidate)
      .slice(0, 2)
      .some((word) => benchmarkPattern.test(word)),
  );
  for (const benchmark of benchmarks) signalProcess(benchmark, signal);
  return benchmarks.length > 0;
}

/** As many bytes of nonsense, in lines as long as they were. The same for the same output. */
function garble(data: Buffer): Buffer {
  const nonsense = Buffer.from(data);
  let state = 1;
  for (const [index, byte] of nonsense.entries()) {
    state = (state * 48271) % 0x7fffffff;
    if (byte !== 0x0a) nonsense[index] = printableFrom + (state % printableCount);
  }
  return nonsense;
}
