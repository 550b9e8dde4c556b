import { sql } from '../../platform/database/sql.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Connection } from '../connection.js';
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

/** The value of the column `earlierMeasurements` with one more. */
export function withEarlier(measurement: object): Sql {
  return sql`"earlierMeasurements" || jsonb_build_array(${JSON.stringify(measurement)}::jsonb)`;
}
