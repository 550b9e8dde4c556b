/** The clock by which the tool measures, in milliseconds from an arbitrary start. Never runs backwards. */
export interface ToolClock {
  /** What the tool's log calls it. */
  readonly source: string;
  readonly nowMs: () => number;
  /** Lets the clock take up a changed speed; called between runs, never within one. */
  readonly adjust: () => void;
}

/** Raw time of the machine, in microseconds. */
export interface RawClock {
  readonly source: string;
  readonly nowUs: () => number;
}

/**
 * Processor time of this process: steady on a machine that is busy with other work, because time spent waiting for a core
 * does not count.
 */
export const cpuTime: RawClock = {
  source: 'cpu-time',
  nowUs: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
};

export const wallTime: RawClock = { source: 'wall-time', nowUs: () => performance.now() * 1000 };
