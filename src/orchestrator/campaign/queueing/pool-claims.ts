import type { Database } from '../../../platform/database/index.js';
import type { BusyPool } from '../../../tables/pool/pools.js';
import { readClaims, readWaitingRuns } from '../../../tables/run/pool-claims.js';
import type { PoolClaim } from './fair-share.js';

/** Phone time of a run of a campaign that has none yet. */
const assumedRunMs = 1_000;
/** However quick runs are, no more of one campaign are looked at. */
const leastRunMs = 50;

/**
 * What each running campaign has and wants in a pool, the earliest first. Service counts from when the last of them came: those that
 * were alone before owe nothing for it.
 */
export async function poolClaims(
  database: Database,
  { id: poolId, key: poolKey }: BusyPool,
  queuedRunIds: ReadonlySet<string>,
  windowMs: number,
): Promise<PoolClaim[]> {
  const queuedIds = [...queuedRunIds];
  const rows = await readClaims(database.pool, poolId, queuedIds);
  const claims: PoolClaim[] = [];
  for (const { meanMs, queued, ...claim } of rows) {
    const runMs = Math.max(leastRunMs, meanMs ?? assumedRunMs);
    const most = Math.ceil(windowMs / runMs);
    const place = { campaignId: claim.campaignId, poolId };
    const waiting = await readWaitingRuns(database.pool, place, queuedIds, most);
    claims.push({
      ...claim,
      runMs,
      queuedMs: queued * runMs,
      waiting: waiting.map((run) => ({ ...run, poolKey })),
    });
  }
  return claims;
}
