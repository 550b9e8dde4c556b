import type { SqlDatabase } from '../../platform/database/index.js';
import { verdicts } from '../../records/verdict.js';
import {
  measureOldOutputs,
  readStoredSize,
  removeOldOutputs,
} from '../../tables/run-output/prune-outputs.js';
import type { OutputSize, StoredSize } from '../../tables/run-output/prune-outputs.js';
import { findCampaign } from '../campaign/find.js';

export interface PruneOptions {
  /** Only of runs that ended more days ago than this, by the server's clock. */
  readonly olderThanDays: number;
  /** A campaign's id, or the beginning of it. */
  readonly campaign?: string;
  /** Keep the outputs of runs that failed or whose verdict is not `ok`: those that somebody may want to look into. */
  readonly keepBad?: boolean;
  /** Remove; otherwise they are only counted. */
  readonly apply: boolean;
  /** Told of every batch. */
  readonly onRemoved?: (runs: number) => void;
}

/** What was removed or would be, and what all runs take on the server's disk afterwards. */
export interface Pruned extends OutputSize {
  readonly removed: boolean;
  readonly storage: StoredSize & { readonly bytesPerRun: number | null };
}

const outputsAtATime = 1_000;
const badVerdicts = verdicts.filter((verdict) => verdict !== 'ok');

/**
 * Removes raw outputs of old runs. Their measurements stay; they can be read again by a later parser no more.
 * @throws FarmError CAMPAIGN_UNKNOWN
 */
export async function pruneOutputs(database: SqlDatabase, options: PruneOptions): Promise<Pruned> {
  const { olderThanDays, campaign, keepBad = false, apply, onRemoved } = options;
  const old = {
    olderThanDays,
    campaignId: campaign === undefined ? null : (await findCampaign(database, campaign)).id,
    exceptVerdicts: keepBad ? badVerdicts : [],
    exceptFailed: keepBad,
  };
  let size = { runs: 0, bytes: 0 };
  if (!apply) size = await measureOldOutputs(database.pool, old);
  for (let last = apply ? outputsAtATime : 0; last === outputsAtATime;) {
    const gone = await removeOldOutputs(database.pool, old, outputsAtATime);
    size = { runs: size.runs + gone.runs, bytes: size.bytes + gone.bytes };
    onRemoved?.(size.runs);
    last = gone.runs;
  }
  const storage = await readStoredSize(database.pool);
  const { runs, runBytes, outputBytes, opTimingBytes } = storage;
  const bytesPerRun = runs === 0 ? null : (runBytes + outputBytes + opTimingBytes) / runs;
  return { ...size, removed: apply, storage: { ...storage, bytesPerRun } };
}
