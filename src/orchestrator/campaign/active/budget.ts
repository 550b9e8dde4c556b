import type { ClientBase, Pool } from 'pg';

/**
 * Phone time, ms, that an active campaign may still spend: its budget, less what its runs took, less what the rounds in flight are
 * still thought to take.
 */
export async function budgetLeftMs(connection: Pool | ClientBase, campaignId: string): Promise<number> {
  const { rows } = await connection.query<{ leftMs: number }>(
    `WITH spent AS (
       SELECT "scenarioId", "poolId", coalesce(sum("phoneBusyMs"), 0) AS ms,
              count(*) FILTER (WHERE state IN ('PENDING', 'RUNNING')) AS open
         FROM "Run" WHERE "campaignId" = $1 GROUP BY 1, 2)
     SELECT (c.spec->'active'->>'budgetPhoneMinutes')::float8 * 60000
              - coalesce((SELECT sum(ms) FROM spent), 0)
              - coalesce((SELECT sum(greatest(0, o."expectedCostMs" - (s.ms - o."spentMs")))
                            FROM "CampaignRound" o JOIN spent s ON s."scenarioId" = o."scenarioId" AND s."poolId" = o."poolId"
                           WHERE o."campaignId" = $1 AND o.state = 'MEASURING' AND s.open > 0), 0) AS "leftMs"
       FROM "Campaign" c WHERE c.id = $1`,
    [campaignId],
  );
  return rows[0]?.leftMs ?? 0;
}
