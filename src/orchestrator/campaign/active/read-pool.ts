import type { Database } from '../../../platform/database/index.js';
import { decodeRatePrior } from '../../../predictor/rates/rate-prior.js';
import { readCandidates } from '../../../tables/campaign-candidates/candidates.js';
import type { ActivePool, NetworkName } from '../samples/candidates.js';

/**
 * What an active campaign chooses from, as it was stored. Throws PredictorError for a prior of a version that this program does not read.
 */
export async function readActivePool(database: Database, campaignId: string): Promise<ActivePool> {
  const stored = await readCandidates<ActivePool['networks'][number], NetworkName>(database.pool, campaignId);
  if (stored === undefined) return { candidates: [], networks: [], architectures: [] };
  const { prior, ...pool } = stored;
  const isOwn = prior !== null && prior !== undefined;
  return isOwn
    ? { ...pool, prior: decodeRatePrior(JSON.stringify(prior), 'the prior of the campaign') }
    : pool;
}
