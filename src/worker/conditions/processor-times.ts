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

/** USER_HZ, in which Linux tells processor time whatever its own clock: man 5 proc. */
const msPerTick = 10;
/** Times are told in ticks, of the cores and of the tool each by itself: so much may be rounding. */
const roundingMs = 3 * msPerTick;
/** Of shorter executions ticks say nothing. */
const shortestMs = 200;

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

/**
 * The share of cores' time that others than the tool took: of the cores that it was pinned to, or of all. `undefined` where the
 * phone does not tell, or the execution was too short to say.
 */
export function foreignCpuShare(
  { before, after, ownMs }: ProcessorUse,
  cpus: readonly number[] = [...before.keys()],
): number | undefined {
  let busyMs = 0;
  let totalMs = 0;
  for (const cpu of cpus) {
    const [first, last] = [before.get(cpu), after.get(cpu)];
    if (first === undefined || last === undefined) return undefined;
    busyMs += last.busyMs - first.busyMs;
    totalMs += last.busyMs + last.idleMs - first.busyMs - first.idleMs;
  }
  if (cpus.length === 0 || totalMs < shortestMs * cpus.length) return undefined;
  return Math.min(1, Math.max(0, busyMs - ownMs - roundingMs) / totalMs);
}
