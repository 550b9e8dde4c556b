import type { Campaign } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';
import { idsBeginning } from '../id-range.js';

/** Campaigns that are called so, two at the most. */
export async function campaignsCalled(connection: Connection, name: string): Promise<Campaign[]> {
  const { rows } = await connection.query<Campaign>('SELECT * FROM "Campaign" WHERE name = $1 LIMIT 2', [
    name,
  ]);
  return rows;
}

/** Campaigns whose id begins so, two at the most. */
export async function campaignsBeginning(connection: Connection, prefix: string): Promise<Campaign[]> {
  const range = idsBeginning(prefix);
  if (range === undefined) return [];
  const { rows } = await connection.query<Campaign>(
    `SELECT * FROM "Campaign" WHERE id BETWEEN $1 AND $2 ORDER BY id LIMIT 2`,
    [range.first, range.last],
  );
  return rows;
}

/** A page of campaigns. */
export interface CampaignPage {
  readonly limit: number;
  /** Those behind this one; all otherwise. */
  readonly after?: Pick<Campaign, 'id' | 'createdAt'>;
  /** Only those that are not over: running or paused. */
  readonly open?: boolean;
}

/** Campaigns, the latest first, `limit` of them at most. In the order of an index, wherever the page is. */
export async function readCampaignPage(
  connection: Connection,
  { limit, after, open = false }: CampaignPage,
): Promise<Campaign[]> {
  const conditions = [
    ...(open ? [`state IN ('RUNNING', 'PAUSED')`] : []),
    ...(after === undefined ? [] : ['("createdAt", id) < ($2::timestamptz, $3::uuid)']),
  ];
  const which = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const { rows } = await connection.query<Campaign>(
    `SELECT * FROM "Campaign" ${which} ORDER BY "createdAt" DESC, id DESC LIMIT $1`,
    after === undefined ? [limit] : [limit, after.createdAt, after.id],
  );
  return rows;
}

/** Ids of running campaigns that have something to choose from, the oldest first. */
export async function runningWithCandidates(connection: Connection): Promise<string[]> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT c.id FROM "Campaign" c JOIN "CampaignCandidates" k ON k."campaignId" = c.id
      WHERE c.state = 'RUNNING' ORDER BY c."createdAt", c.id`,
  );
  return rows.map(({ id }) => id);
}

/** Locks a campaign's row until the end of the transaction; false when the campaign is not running. */
export async function lockRunning(connection: Connection, id: string): Promise<boolean> {
  const { rowCount } = await connection.query(
    `SELECT 1 FROM "Campaign" WHERE id = $1 AND state = 'RUNNING' FOR UPDATE`,
    [id],
  );
  return rowCount === 1;
}

/** Phone time, ms, that the runs of a campaign took, and how much it may take, in minutes, where something is said. */
export async function phoneTimeOf(
  connection: Connection,
  id: string,
): Promise<{ readonly spentMs: number; readonly budgetMinutes: number | null }> {
  const { rows } = await connection.query<{ spentMs: number; budgetMinutes: number | null }>(
    `SELECT coalesce(c.spec->'budget'->>'phoneMinutes', c.spec->'active'->>'budgetPhoneMinutes')::float8 AS "budgetMinutes",
            coalesce((SELECT sum(r."phoneBusyMs") FROM "Run" r WHERE r."campaignId" = c.id), 0) AS "spentMs"
       FROM "Campaign" c WHERE c.id = $1`,
    [id],
  );
  return rows[0] ?? { spentMs: 0, budgetMinutes: null };
}

/**
 * Phone time, ms, that an active campaign may still spend: its budget, less what its runs took, less what the rounds in flight are
 * still thought to take.
 */
export async function activeBudgetLeftMs(connection: Connection, id: string): Promise<number> {
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
    [id],
  );
  return rows[0]?.leftMs ?? 0;
}
