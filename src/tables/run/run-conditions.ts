import type { Connection } from '../connection.js';

/** What a run found of its phone. */
export interface RunConditionsRow {
  readonly id: string;
  readonly finishedAt: Date;
  readonly conditions: unknown;
}

/** The conditions of the latest runs of a phone that have ended, the earliest of them first, but for what was seen during a run. */
export async function readRunConditions(
  connection: Connection,
  phoneId: string,
  limit: number,
): Promise<RunConditionsRow[]> {
  const { rows } = await connection.query<RunConditionsRow>(
    `SELECT id, "finishedAt", conditions - 'during' AS conditions
       FROM "Run" WHERE "phoneId" = $1 AND "startedAt" IS NOT NULL AND "finishedAt" IS NOT NULL AND conditions IS NOT NULL
      ORDER BY "startedAt" DESC, id DESC LIMIT $2`,
    [phoneId, limit],
  );
  return rows.reverse();
}
