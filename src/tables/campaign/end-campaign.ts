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
 * Ends a running campaign without open runs that is not active, within a transaction: DONE when every run has a result, PARTLY_DONE when some have, FAILED
 * when none has. Packs that were split do not count.
 */
export async function endWithoutOpenRuns(transaction: Connection, id: string): Promise<void> {
  if (!(await lockEnding(transaction, id))) return;
  await transaction.query(
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
 * Ends a running active campaign without open runs, within a transaction: DONE when nothing failed, which includes that there was nothing left to measure;
 * PARTLY_DONE when something did; FAILED when nothing at all was measured.
 */
export async function endActive(transaction: Connection, id: string, reason: string): Promise<void> {
  if (!(await lockEnding(transaction, id))) return;
  await transaction.query(
    `UPDATE "Campaign" c
        SET state = (CASE WHEN t.failed = 0 AND (t.done > 0 OR t.cancelled = 0) THEN 'DONE' WHEN t.done > 0 THEN 'PARTLY_DONE' ELSE 'FAILED' END)::"CampaignState",
            "stateReason" = $2, "finishedAt" = now()
       FROM (SELECT count(*) FILTER (WHERE state = 'DONE') AS done, count(*) FILTER (WHERE state = 'FAILED') AS failed,
                    count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled,
                    count(*) FILTER (WHERE state IN ('PENDING', 'RUNNING')) AS open
               FROM "Run" WHERE "campaignId" = $1) t
      WHERE c.id = $1 AND c.state = 'RUNNING' AND t.open = 0`,
    [id, reason],
  );
}

/**
 * Locks the row of a running campaign that seems to have no open runs. A statement of its own: only the next one sees the runs that were opened again by
 * somebody for whom this one had to wait.
 */
async function lockEnding(transaction: Connection, id: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `SELECT 1 FROM "Campaign" c WHERE c.id = $1 AND c.state = 'RUNNING'
       AND NOT EXISTS (SELECT FROM "Run" r WHERE r."campaignId" = c.id AND r.state IN ('PENDING', 'RUNNING')) FOR UPDATE`,
    [id],
  );
  return rowCount === 1;
}
