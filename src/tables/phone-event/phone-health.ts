import type { Connection } from '../connection.js';

/** A failed attempt at a run for which a phone is to blame, as an event of its history. */
export const failedRunEvent = 'run failed';

/** How many of the latest runs count, and how far back. */
const [latestRuns, latestHours] = [20, 24];

/** How many of a phone's latest runs ended well (`code` null), or by which failure at last, since it was last taken out. A failed run counts once. */
export interface OutcomeCount {
  readonly phoneId: string;
  readonly code: string | null;
  readonly count: number;
}

/** Of some phones, or of all. */
export async function readLatestOutcomes(
  connection: Connection,
  phoneIds: readonly string[] | undefined,
): Promise<OutcomeCount[]> {
  const { rows } = await connection.query<OutcomeCount>(
    `WITH out AS MATERIALIZED (SELECT "phoneId", max(at) AS at FROM "PhoneEvent"
       WHERE kind = 'quarantined' AND at > statement_timestamp() - $3 * interval '1 hour' GROUP BY "phoneId")
     SELECT p.id AS "phoneId", o.code, count(*)::int AS count FROM "Phone" p LEFT JOIN out ON out."phoneId" = p.id
      CROSS JOIN LATERAL (SELECT greatest(statement_timestamp() - $3 * interval '1 hour', out.at) AS since) w
      CROSS JOIN LATERAL (SELECT code FROM (
        (SELECT max(e.at) AS at, (array_agg(e.detail->>'code' ORDER BY e.at DESC))[1] AS code FROM "PhoneEvent" e
          WHERE e."phoneId" = p.id AND e.kind = $2 AND e.at > w.since
          GROUP BY coalesce(e.detail->>'runId', e.id::text) ORDER BY at DESC LIMIT $4)
        UNION ALL
        (SELECT r."finishedAt", NULL FROM "Run" r
          WHERE r."phoneId" = p.id AND r.state = 'DONE' AND r."finishedAt" > w.since
            AND r."startedAt" > w.since - interval '1 day' ORDER BY r."startedAt" DESC LIMIT $4)) ended
        ORDER BY at DESC LIMIT $4) o
      WHERE $1::uuid[] IS NULL OR p.id = ANY($1) GROUP BY p.id, o.code ORDER BY p.id`,
    [phoneIds ?? null, failedRunEvent, latestHours, latestRuns],
  );
  return rows;
}
