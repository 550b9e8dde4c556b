/** What a core has done since the phone started, in milliseconds. */
export interface CoreTimes {
  readonly busyMs: number;
  readonly idleMs: number;
}

/** What the cores did from before an execution of the tool to after it, and how much of that was the tool itself. */
export interface ProcessorUse {
  /** By core. */
  readonly before: ReadonlyMap<number, CoreTimes>;
  readonly after: ReadonlyMap<number, CoreTimes>;
  /** Processor time of the tool and of the shell that executed it. */
  readonly ownMs: number;
}

/** What an execution of the tool did to the cores that count for it; of several cores the sum. */
export interface CoreUse {
  readonly busyMs: number;
  /** Of the tool. */
  readonly ownMs: number;
  readonly totalMs: number;
  readonly coreCount: number;
}

/** USER_HZ, in which Linux tells processor time whatever its own clock: man 5 proc. */
const msPerTick = 10;
/** The tool's time is told as two numbers, of user and of system, each cut down to a tick: so much is missing of it in the mean. */
const meanCutMs = 2 * (msPerTick / 2);
/**
 * What is left of rounding has no direction, and grows with the root of the number of executions. A cut number is off by tick / √12, the
 * difference of two by tick / √6: of the tool's two numbers and the cores' two that move about 7 ms together, and this is nearly three times that.
 */
const strayMs = 2 * msPerTick;
/** Share of the time of a core that rounding may stand for; where it is more, nothing is known. */
const mostStray = 0.1;

/**
 * Reads the lines `cpuN …` of /proc/stat, which the shell user may read (AOSP shell.te, proc_stat). Columns: user, nice, system,
 * idle, iowait, irq, softirq, steal; the time of guests is in user.
 */
export function parseProcessorTimes(text: string): Map<number, CoreTimes> {
  const lines = text.matchAll(/^cpu(\d+)((?: +\d+){7,10})\s*$/gm);
  return new Map(
    [...lines].map(([, core, columns = '']) => {
      const ticks = columns.trim().split(/ +/).map(Number);
      const sum = (...places: number[]) => places.reduce((total, place) => total + (ticks[place] ?? 0), 0);
      return [Number(core), { busyMs: msPerTick * sum(0, 1, 2, 5, 6, 7), idleMs: msPerTick * sum(3, 4) }];
    }),
  );
}

/** Of the cores that the tool was pinned to, or of all. `undefined` where the phone does not tell. */
export function coreUse(
  { before, after, ownMs }: ProcessorUse,
  cpus: readonly number[] = [...before.keys()],
): CoreUse | undefined {
  let busyMs = 0;
  let totalMs = 0;
  for (const cpu of cpus) {
    const [first, last] = [before.get(cpu), after.get(cpu)];
    if (first === undefined || last === undefined) return undefined;
    busyMs += last.busyMs - first.busyMs;
    totalMs += last.busyMs + last.idleMs - first.busyMs - first.idleMs;
  }
  return cpus.length === 0 ? undefined : { busyMs, ownMs, totalMs, coreCount: cpus.length };
}

/**
 * The share of cores' time that others than the tool took in executions on the same cores, less what may be rounding. `undefined` where they
 * are too short, even together, to say: what one of 0.2 s tells takes seven of 0.08 s.
 */
export function foreignCpuShare(executions: readonly CoreUse[]): number | undefined {
  const coreCount = Math.max(1, ...executions.map((use) => use.coreCount));
  const totalMs = sumOf(executions, 'totalMs');
  const isCoarse = strayMs * Math.sqrt(executions.length) > (mostStray * totalMs) / coreCount;
  return executions.length === 0 || isCoarse ? undefined : leastForeignShare(executions);
}

/** What executions show however short they are: others took this share of the cores, or more. */
export function leastForeignShare(executions: readonly CoreUse[]): number {
  const totalMs = sumOf(executions, 'totalMs');
  if (totalMs <= 0) return 0;
  const roundingMs = executions.length * meanCutMs + strayMs * Math.sqrt(executions.length);
  const foreignMs = sumOf(executions, 'busyMs') - sumOf(executions, 'ownMs') - roundingMs;
  return Math.min(1, Math.max(0, foreignMs / totalMs));
}

function sumOf(executions: readonly CoreUse[], name: 'busyMs' | 'ownMs' | 'totalMs'): number {
  return executions.reduce((sum, use) => sum + use[name], 0);
}
