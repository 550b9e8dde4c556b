import type { Connection } from '../connection.js';
import { forgetTimings } from '../op-timing/forget-timings.js';

/** Which results are held back: those of a phone in a scenario since a moment, or all. */
export interface DoubtfulTime {
  readonly phoneId: string;
  readonly scenarioKey: string;
  readonly since: Date | undefined;
  readonly reason: string;
}

/**
 * Holds back what a phone has measured, within a transaction: nobody learns from it, and where its campaign is not over it is measured again,
 * as if it had not been tried, for the phone is to blame; what was measured stays in the run's history. Returns how many results it were. Doing it twice does no more.
 */
export async function holdBackResults(
  transaction: Connection,
  { phoneId, scenarioKey, since, reason }: DoubtfulTime,
): Promise<number> {
  const { rows } = await transaction.query<{ id: string; state: string }>(
    `UPDATE "Run" r SET verdict = 'drifted', "verdictReason" = $4,
       state = CASE WHEN c.state IN ('RUNNING', 'PAUSED') THEN 'PENDING'::"RunState" ELSE r.state END,
       attempts = CASE WHEN c.state IN ('RUNNING', 'PAUSED') THEN 0 ELSE r.attempts END,
       "earlierMeasurements" = CASE WHEN c.state IN ('RUNNING', 'PAUSED') THEN r."earlierMeasurements" || jsonb_build_array(jsonb_build_object(
         'verdict', 'drifted', 'reason', $4::text, 'phoneId', r."phoneId", 'finishedAt', r."finishedAt",
         'inferenceMeanUs', r."inferenceMeanUs")) ELSE r."earlierMeasurements" END
       FROM "Campaign" c, "Scenario" s
      WHERE c.id = r."campaignId" AND s.id = r."scenarioId" AND s.key = $2 AND r."phoneId" = $1
        AND r.state = 'DONE' AND r.verdict = 'ok' AND ($3::timestamptz IS NULL OR r."finishedAt" > $3)
      RETURNING r.id, r.state`,
    [phoneId, scenarioKey, since ?? null, reason],
  );
  const open = rows.filter(({ state }) => state === 'PENDING').map(({ id }) => id);
  await forgetTimings(transaction, open);
  return rows.length;
}
