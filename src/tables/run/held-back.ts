import type { Connection } from '../connection.js';
import { reopening } from './reopen.js';

/** Which results are held back: those of a phone in a scenario since a moment, or all. */
export interface DoubtfulTime {
  readonly phoneId: string;
  readonly scenarioKey: string;
  readonly since: Date | undefined;
  readonly reason: string;
}

/**
 * Holds back what a phone has measured, within a transaction: nobody learns from it, and where its campaign is not over it is measured again,
 * as if it had not been tried, for the phone is to blame. Returns how many results it were. Doing it twice does no more.
 */
export async function holdBackResults(
  transaction: Connection,
  { phoneId, scenarioKey, since, reason }: DoubtfulTime,
): Promise<number> {
  const { rows } = await transaction.query<{ id: string }>(
    `SELECT r.id FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId"
      WHERE s.key = $2 AND r."phoneId" = $1 AND r.state = 'DONE' AND r.verdict = 'ok'
        AND ($3::timestamptz IS NULL OR r."finishedAt" > $3)
      ORDER BY r.id FOR UPDATE OF r`,
    [phoneId, scenarioKey, since ?? null],
  );
  const doubted = rows.map(({ id }) => ({ runId: id, reason, measurement: undefined }));
  for (const statement of reopening(doubted, { verdict: 'drifted', maxAttempts: undefined }))
    await transaction.query(statement);
  return rows.length;
}
