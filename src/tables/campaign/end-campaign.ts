import type { CampaignState } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** Moves a campaign from one of some states to another; false when it is in none of them. */
export async function moveCampaign(
  connection: Connection,
  id: string,
  from: readonly CampaignState[],
  to: CampaignState,
  reason: string | null,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `UPDATE "Campaign" SET state = $2::"CampaignState", "stateReason" = $3, "finishedAt" = CASE WHEN $2::text IN ('CANCELLED', 'FAILED') THEN now() END
      WHERE id = $1 AND state = ANY($4::"CampaignState"[])`,
    [id, to, reason, from],
  );
  return rowCount === 1;
}

/** Says of a running campaign why it does not get on, or, with null, that it does. */
export async function noteReason(connection: Connection, id: string, reason: string | null): Promise<void> {
  await connection.query(
    `UPDATE "Campaign" SET "stateReason" = $2 WHERE id = $1 AND state = 'RUNNING' AND "stateReason" IS DISTINCT FROM $2`,
    [id, reason],
  );
}

/**
 * Ends a running campaign without open runs that is not active: DONE when every run has a result, PARTLY_DONE when some have, FAILED when none
 * has. Packs that were split do not count.
 */
export async function endWithoutOpenRuns(connection: Connection, id: string): Promise<void> {
  await connection.query(
    `UPDATE "Campaign" c
        SET state = (CASE WHEN t.done = t.total THEN 'DONE' WHEN t.done > 0 THEN 'PARTLY_DONE' ELSE 'FAILED' END)::"CampaignState",
            "stateReason" = CASE WHEN t.cancelled > 0 THEN 'the budget of phone time is used up'
                                 WHEN t.failed > 0 THEN t.failed || ' of ' || t.total || ' runs failed' END,
            "finishedAt" = now()
       FROM (SELECT count(*) FILTER (WHERE state <> 'SPLIT') AS total,
                    count(*) FILTER (WHERE state = 'DONE') AS done,
                    count(*) FILTER (WHERE state = 'FAILED') AS failed,
                    count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled,
                    count(*) FILTER (WHERE state IN ('PENDING', 'RUNNING')) AS open
               FROM "Run" WHERE "campaignId" = $1) t
      WHERE c.id = $1 AND c.state = 'RUNNING' AND t.open = 0 AND c.spec->'active' IS NULL`,
    [id],
  );
}

/**
 * Ends a running active campaign: DONE when nothing failed, which includes that there was nothing left to measure; PARTLY_DONE when
 * something did; FAILED when nothing at all was measured.
 */
export async function endActive(connection: Connection, id: string, reason: string): Promise<void> {
  await connection.query(
    `UPDATE "Campaign" c
        SET state = (CASE WHEN t.failed = 0 AND (t.done > 0 OR t.cancelled = 0) THEN 'DONE' WHEN t.done > 0 THEN 'PARTLY_DONE' ELSE 'FAILED' END)::"CampaignState",
            "stateReason" = $2, "finishedAt" = now()
       FROM (SELECT count(*) FILTER (WHERE state = 'DONE') AS done, count(*) FILTER (WHERE state = 'FAILED') AS failed,
                    count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled
               FROM "Run" WHERE "campaignId" = $1) t
      WHERE c.id = $1 AND c.state = 'RUNNING'`,
    [id, reason],
  );
}
