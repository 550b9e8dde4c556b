import type { RunState } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** Runs of the whole farm that are alike in state and verdict. */
export interface RunTotalsRow {
  readonly state: RunState;
  readonly verdict: string | null;
  readonly count: number;
  /** How long they held phones. */
  readonly phoneBusyMs: number;
}

/** All runs of the farm, counted; those that gave way to others count as what they are now. */
export async function readRunTotals(connection: Connection): Promise<RunTotalsRow[]> {
  const { rows } = await connection.query<RunTotalsRow>(
    `SELECT state, verdict, count(*)::float8 AS count, coalesce(sum("phoneBusyMs"), 0) AS "phoneBusyMs"
       FROM "Run" GROUP BY state, verdict`,
  );
  return rows;
}

/** How long the run of a running campaign that was made, or tried, first has waited for its beginning, seconds; 0 where none waits. */
export async function readOldestWait(connection: Connection): Promise<number> {
  const { rows } = await connection.query<{ seconds: number | null }>(
    `SELECT extract(epoch FROM now() - min(greatest(r."createdAt", r."finishedAt")))::float8 AS seconds
       FROM "Run" r JOIN "Campaign" c ON c.id = r."campaignId"
      WHERE r.state = 'PENDING' AND c.state = 'RUNNING'`,
  );
  return Math.max(0, rows[0]?.seconds ?? 0);
}
