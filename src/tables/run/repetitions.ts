import { sql } from '../../platform/database/sql.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Connection } from '../connection.js';
import { timingsForgetting } from '../op-timing/forget-timings.js';
import type { Guard } from './held-run.js';

/** A run among the repetitions of its sample in its scenario on its pool. */
export interface RepetitionRow {
  readonly id: string;
  readonly state: string;
  readonly verdict: string | null;
  readonly inferenceMeanUs: number | null;
  readonly inferenceStdUs: number | null;
  readonly inferenceCount: number | null;
  /** Of the column's own shape: what was measured before and given up. */
  readonly earlierMeasurements: unknown;
  /** Mean times of its operations, µs, in the order of execution. */
  readonly operationsUs: readonly number[];
  /** Another one with every change of the row. */
  readonly rowVersion: string;
}

const ofGroup = `FROM "Run" r JOIN "Run" own ON own.id = $1
  WHERE r."sampleId" = own."sampleId" AND r."scenarioId" = own."scenarioId" AND r."poolId" = own."poolId"`;

/** A run and all its repetitions, in the order of their ids. */
export async function readRepetitions(connection: Connection, runId: string): Promise<RepetitionRow[]> {
  const { rows } = await connection.query<RepetitionRow>({
    name: 'repetitions of a run',
    text: `SELECT r.id, r.state, r.verdict, r."inferenceMeanUs", r."inferenceStdUs", r."inferenceCount", r."earlierMeasurements",
       coalesce((SELECT array_agg(t."meanUs" ORDER BY t.ordinal) FROM "OpTiming" t WHERE t."runId" = r.id), '{}') AS "operationsUs",
       r.xmin::text AS "rowVersion" ${ofGroup} ORDER BY r.id`,
    values: [runId],
  });
  return rows;
}

/**
 * While a run and its repetitions are what was read. Locks them in the order of their ids: two workers that end repetitions of one sample
 * at once then wait for each other, not in a ring.
 */
export function whileUnchanged(runId: string, repetitions: readonly RepetitionRow[]): Guard {
  const versions = repetitions.map(({ id, rowVersion }) => `${id} ${rowVersion}`).join();
  return sql`SELECT 1 FROM (
      SELECT r.id, r.xmin FROM "Run" r JOIN "Run" own ON own.id = ${runId}::uuid
       WHERE r."sampleId" = own."sampleId" AND r."scenarioId" = own."scenarioId" AND r."poolId" = own."poolId"
       ORDER BY r.id FOR UPDATE OF r) locked
    HAVING string_agg(locked.id || ' ' || locked.xmin, ',' ORDER BY locked.id) = ${versions}`;
}

/** A stored repetition that is in doubt, and what it measured. */
export interface DoubtedRun {
  readonly runId: string;
  readonly reason: string;
  readonly measurement: object | undefined;
}

/**
 * The statement that puts stored repetitions in doubt: they are open again, without op timings, where they were begun less often than
 * `maxMeasurements` times, and stay as they are otherwise, with a verdict that keeps everyone from learning of them. What was measured
 * stays in their history.
 */
export function doubting(doubted: readonly DoubtedRun[], maxMeasurements: number, condition: Sql): Sql[] {
  if (doubted.length === 0) return [];
  const ids = doubted.map(({ runId }) => runId);
  const reasons = doubted.map(({ reason }) => reason);
  const measurements = doubted.map(({ reason, measurement }) =>
    JSON.stringify({ verdict: 'doubtful', reason, ...measurement }),
  );
  const mayBeMeasured = sql`r.attempts < ${maxMeasurements}::int`;
  return [
    sql`UPDATE "Run" r SET verdict = 'doubtful', "verdictReason" = d.reason,
         state = CASE WHEN ${mayBeMeasured} THEN 'PENDING'::"RunState" ELSE r.state END,
         "earlierMeasurements" = CASE WHEN ${mayBeMeasured} THEN r."earlierMeasurements" || jsonb_build_array(
           d.measurement || jsonb_build_object('phoneId', r."phoneId", 'finishedAt', r."finishedAt")) ELSE r."earlierMeasurements" END
       FROM unnest(${ids}::uuid[], ${reasons}::text[], ${measurements}::jsonb[]) AS d(id, reason, measurement)
      WHERE r.id = d.id AND ${condition}`,
    timingsForgetting(ids, maxMeasurements, condition),
  ];
}

/** The value of the column `earlierMeasurements` with one more. */
export function withEarlier(measurement: object): Sql {
  return sql`"earlierMeasurements" || jsonb_build_array(${JSON.stringify(measurement)}::jsonb)`;
}
