import type { SqlDatabase } from '../../platform/database/index.js';
import { energyPerInference } from '../../records/energy.js';
import type { EnergyPerInference } from '../../records/energy.js';
import { readOpTimings } from '../../tables/op-timing/op-timing-rows.js';
import type { OpTimingOfRun } from '../../tables/op-timing/op-timing-rows.js';
import { readRunDetails } from '../../tables/run/run-details.js';
import type { RunDetailsRow } from '../../tables/run/run-details.js';
import { orchestratorError } from '../errors.js';
import { findRun } from './find-run.js';

/** All that is stored of a run, but for its output. */
export interface RunDetails extends RunDetailsRow {
  /** In the order of execution. */
  readonly operations: readonly OpTimingOfRun[];
  /** Informative; null where the phone does not tell. */
  readonly energy: EnergyPerInference | null;
}

/**
 * One run by its id, or the beginning of it.
 * @throws FarmError RUN_UNKNOWN
 */
export async function showRun(database: SqlDatabase, id: string): Promise<RunDetails> {
  const found = await findRun(database, id);
  const [row, timings] = await Promise.all([
    readRunDetails(database.pool, found.id),
    readOpTimings(database.pool, [found.id]),
  ]);
  if (row === undefined) {
    throw orchestratorError('RUN_UNKNOWN', `Run ${found.id} was removed just now.`, { details: { id } });
  }
  const energy = energyPerInference(row.conditions, row.inferenceMeanUs) ?? null;
  return { ...row, operations: timings, energy };
}
