import { inTransaction } from '../../platform/database/index.js';
import type { SqlDatabase } from '../../platform/database/index.js';
import { trainerError } from '../errors.js';
import type { Calibration } from '../../predictor/totals/intervals.js';
import type { KernelPredictor } from '../../predictor/kernels/kernel-predictor.js';
import type { NetworkRates } from '../../predictor/rates/network-rates.js';
import type { Overhead } from '../../predictor/totals/overhead.js';
import { insertPredictors } from '../../tables/predictor/predictors.js';
import { insertRelease, lockReleases, nextVersion, retireIncumbents } from '../../tables/release/releases.js';

/** A release as it leaves training. */
export interface TrainedRelease {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly predictors: readonly KernelPredictor[];
  /** Learned from whole networks' times, in place of predictors. */
  readonly rates?: NetworkRates;
  readonly overhead: Overhead;
  readonly calibration: Calibration;
  readonly metrics: unknown;
  readonly trainingSetHash: string;
  readonly seed: number;
  readonly codeVersion: string;
  /** Whether it answers at once, or waits to be judged. */
  readonly state: 'PROMOTED' | 'CANDIDATE';
  /** How the history begins; by default the trainer trained it. */
  readonly made?: { readonly kind: 'trained' | 'imported'; readonly actor: string };
}

export interface StoredRelease {
  readonly releaseId: string;
  readonly version: number;
}

/**
 * Stores a release and its predictors as the next version, all or nothing however long it takes; a promoted one answers in place of the
 * one before. Nine round trips to the database, however many predictors. Trainers of the same device model and scenario wait for each
 * other. Throws RELEASE_NOT_FOUND for an unknown scenario.
 */
export function storeRelease(database: SqlDatabase, release: TrainedRelease): Promise<StoredRelease> {
  const { deviceModel, scenarioKey, predictors, rates, state, ...described } = release;
  return inTransaction(database.pool, async (client) => {
    await lockReleases(client, deviceModel, scenarioKey);
    const next = await nextVersion(client, deviceModel, scenarioKey);
    if (next === undefined) {
      throw trainerError('RELEASE_NOT_FOUND', `There is no scenario ${scenarioKey}.`, {
        details: { scenarioKey },
      });
    }
    const { scenarioId, version } = next;
    if (state === 'PROMOTED')
      await retireIncumbents(client, { deviceModel, scenarioId }, { actor: 'trainer' });
    const row = { deviceModel, scenarioId, version, state, ...described };
    const releaseId = await insertRelease(client, row, firstEvents(release));
    const artifacts = rates === undefined ? predictors : [...predictors, rates];
    await insertPredictors(client, { releaseId, deviceModel, scenarioId, version }, artifacts);
    return { releaseId, version };
  });
}

function firstEvents({ state, made = { kind: 'trained', actor: 'trainer' } }: TrainedRelease) {
  return state === 'PROMOTED' ? [made, { kind: 'promoted', actor: made.actor }] : [made];
}
