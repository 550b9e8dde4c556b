import type { Connection } from '../connection.js';

/** What a running campaign has and wants in a pool. */
export interface ClaimRow {
  readonly campaignId: string;
  readonly priority: number;
  readonly runsPerJob: number;
  /** Phone time that it had since the last of those that compete came, and in the last half hour. */
  readonly servedMs: number;
  /** Mean phone time of its runs; null before the first. */
  readonly meanMs: number | null;
  /** Its runs that are in a queue. */
  readonly queued: number;
}

/** Service is not remembered for longer, so that a campaign that rested does not get everything when it comes back. */
const memory = '30 minutes';

/** Campaigns that run and have open runs in a pool, the earliest first. Those that were alone before owe nothing for it. */
export async function readClaims(
  connection: Connection,
  poolId: string,
  queuedRunIds: readonly string[],
): Promise<ClaimRow[]> {
  const { rows } = await connection.query<ClaimRow>(
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
    [poolId, queuedRunIds],
  );
  return rows;
}

/**
 * Open runs of a campaign in a pool that are in no queue, in the order in which they are to be measured: repetitions one after the other, so
 * that they are apart in time; within one by the run's key, which is as good as random, so that what drifts (heat, clocks) does not
 * fall on one kind of operation.
 */
export async function readWaitingRuns(
  connection: Connection,
  { campaignId, poolId }: { readonly campaignId: string; readonly poolId: string },
  queuedRunIds: readonly string[],
  most: number,
): Promise<{ readonly id: string; readonly scenarioKey: string }[]> {
  const { rows } = await connection.query<{ id: string; scenarioKey: string }>(
    `SELECT r.id, s.key AS "scenarioKey" FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId"
      WHERE r."campaignId" = $1 AND r."poolId" = $2 AND r.state IN ('PENDING', 'RUNNING') AND NOT r.id = ANY($3::uuid[])
      ORDER BY r.repetition, r.key LIMIT $4`,
    [campaignId, poolId, queuedRunIds, most],
  );
  return rows;
}
