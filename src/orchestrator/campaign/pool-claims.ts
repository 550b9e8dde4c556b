import type { Database } from '../../platform/database/index.js';
import type { PoolClaim } from './fair-share.js';

/** A pool in which running campaigns have something left. */
export interface BusyPool {
  readonly id: string;
  readonly key: string;
  /** At least 1. */
  readonly phones: number;
}

/** Service is not remembered for longer, so that a campaign that rested does not get everything when it comes back. */
const memory = '30 minutes';
/** Phone time of a run of a campaign that has none yet. */
const assumedRunMs = 1_000;
/** However quick runs are, no more of one campaign are looked at. */
const leastRunMs = 50;

/** Pools in which running campaigns have unfinished runs; with a campaign, those in which it has. */
export async function busyPools(database: Database, campaignId: string | undefined): Promise<BusyPool[]> {
  const { rows } = await database.pool.query<BusyPool>(
    `SELECT p.id, p.key, greatest(1, (SELECT count(*) FROM "Phone" f WHERE f."poolId" = p.id AND f.state = 'READY'))::int AS phones
       FROM "Pool" p
      WHERE EXISTS (SELECT 1 FROM "Run" r JOIN "Campaign" c ON c.id = r."campaignId"
                     WHERE r."poolId" = p.id AND r.state IN ('PENDING', 'RUNNING') AND c.state = 'RUNNING'
                       AND ($1::uuid IS NULL OR c.id = $1))
      ORDER BY p.key`,
    [campaignId ?? null],
  );
  return rows;
}

interface ClaimRow {
  readonly campaignId: string;
  readonly priority: number;
  readonly runsPerJob: number;
  readonly servedMs: number;
  readonly meanMs: number | null;
  readonly queued: number;
}

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
  const { rows } = await database.pool.query<ClaimRow>(
    `WITH competing AS (
       SELECT c.id, c.priority, c.spec, coalesce(c."startedAt", c."createdAt") AS "startedAt" FROM "Campaign" c
        WHERE c.state = 'RUNNING' AND EXISTS (SELECT 1 FROM "Run" r
              WHERE r."campaignId" = c.id AND r."poolId" = $1 AND r.state IN ('PENDING', 'RUNNING')))
     SELECT c.id AS "campaignId", c.priority, coalesce((c.spec->>'runsPerJob')::int, 1) AS "runsPerJob",
            coalesce(sum(r."phoneBusyMs") FILTER (WHERE r."finishedAt" >= greatest(
              (SELECT max("startedAt") FROM competing), now() - interval '${memory}')), 0) AS "servedMs",
            avg(r."phoneBusyMs") AS "meanMs",
            count(*) FILTER (WHERE r.id = ANY($2::uuid[]) AND r.state IN ('PENDING', 'RUNNING'))::int AS queued
       FROM competing c JOIN "Run" r ON r."campaignId" = c.id AND r."poolId" = $1
      GROUP BY c.id, c.priority, c.spec, c."startedAt" ORDER BY c."startedAt", c.id`,
    [poolId, queuedIds],
  );
  const claims: PoolClaim[] = [];
  for (const { meanMs, queued, ...claim } of rows) {
    const runMs = Math.max(leastRunMs, meanMs ?? assumedRunMs);
    const most = Math.ceil(windowMs / runMs);
    const waiting = await waitingRuns(database, claim.campaignId, poolId, queuedIds, most);
    claims.push({
      ...claim,
      runMs,
      queuedMs: queued * runMs,
      waiting: waiting.map((run) => ({ ...run, poolKey })),
    });
  }
  return claims;
}

/**
 * In the order in which they are to be measured: repetitions one after the other, so that they are apart in time; within one
 * by the run's key, which is as good as random, so that what drifts (heat, clocks) does not fall on one kind of operation.
 */
async function waitingRuns(
  database: Database,
  campaignId: string,
  poolId: string,
  queuedIds: readonly string[],
  most: number,
) {
  const { rows } = await database.pool.query<{ id: string; scenarioKey: string }>(
    `SELECT r.id, s.key AS "scenarioKey" FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId"
      WHERE r."campaignId" = $1 AND r."poolId" = $2 AND r.state IN ('PENDING', 'RUNNING') AND NOT r.id = ANY($3::uuid[])
      ORDER BY r.repetition, r.key LIMIT $4`,
    [campaignId, poolId, queuedIds, most],
  );
  return rows;
}
