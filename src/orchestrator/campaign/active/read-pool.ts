import type { Database } from '../../../platform/database/index.js';
import { readCandidates } from '../../../tables/campaign-candidates/candidates.js';
import type { ActivePool, NetworkName } from '../samples/candidates.js';

/** What an active campaign chooses from, as it was stored. */
export async function readActivePool(database: Database, campaignId: string): Promise<ActivePool> {
  const stored = await readCandidates<ActivePool['networks'][number], NetworkName>(database.pool, campaignId);
  return stored ?? { candidates: [], networks: [], architectures: [] };
}
