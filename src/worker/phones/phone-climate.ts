import type { SqlDatabase } from '../../platform/database/index.js';
import { readRunConditions } from '../../tables/run/run-conditions.js';
import { snapshotsOf, type ShownSnapshot } from '../conditions/shown-snapshots.js';

/** How hot a phone was and how fast its cores went, after a run. */
export interface PhoneClimate extends Pick<ShownSnapshot, 'batteryC' | 'hottestC' | 'clocks'> {
  readonly at: Date;
  readonly runId: string;
}

/** Runs that are looked at by default. */
const latestRuns = 200;

/** Heat and clocks of a phone over its latest runs, by its id, the earliest of them first. */
export async function phoneClimate(
  { pool }: SqlDatabase,
  phoneId: string,
  runs: number = latestRuns,
): Promise<PhoneClimate[]> {
  const rows = await readRunConditions(pool, phoneId, runs);
  return rows.flatMap(({ id, finishedAt, conditions }) => {
    const last = snapshotsOf(conditions).at(-1);
    if (last === undefined) return [];
    const { batteryC, hottestC, clocks } = last;
    return [{ at: finishedAt, runId: id, batteryC, hottestC, clocks }];
  });
}
