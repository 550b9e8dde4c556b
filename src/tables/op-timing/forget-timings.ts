import { sql } from '../../platform/database/sql.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Connection } from '../connection.js';

/** The statement that removes the op timings of runs that were begun less often than so many times, when `condition` holds. */
export function timingsForgetting(runIds: readonly string[], attempts: number, condition: Sql): Sql {
  return sql`DELETE FROM "OpTiming" t USING "Run" r
    WHERE t."runId" = ANY(${runIds}::uuid[]) AND r.id = t."runId" AND r.attempts < ${attempts}::int AND ${condition}`;
}

/** Removes the op timings of runs. */
export async function forgetTimings(connection: Connection, runIds: readonly string[]): Promise<void> {
  await connection.query('DELETE FROM "OpTiming" WHERE "runId" = ANY($1::uuid[])', [runIds]);
}
