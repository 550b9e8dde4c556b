import type { LatencyRow } from '../training-set/latency-rows.js';

/** One configuration in this many is frozen. */
const oneIn = 10;

/**
 * Whether a configuration belongs to the frozen set: never learned from by gated training, so that candidate and incumbent
 * are judged on the same configurations, which neither has seen. Decided by the configuration's own hash, so that the answer
 * is the same for every release, scenario and day.
 */
export function isFrozen(configurationHash: string): boolean {
  return Number.parseInt(configurationHash.slice(0, 8), 16) % oneIn === 0;
}

/** Splits rows into those to learn from and the frozen ones. */
export function splitFrozen(rows: readonly LatencyRow[]): { learn: LatencyRow[]; frozen: LatencyRow[] } {
  return {
    learn: rows.filter((row) => !isFrozen(row.configuration)),
    frozen: rows.filter((row) => isFrozen(row.configuration)),
  };
}
