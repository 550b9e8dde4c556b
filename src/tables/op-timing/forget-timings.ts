import { sql } from '../../platform/database/sql.js';
import type { Sql } from '../../platform/database/sql.js';

/** The statement that removes the op timings of runs, whose ids a query gives, when `condition` holds. */
export function timingsForgetting(runIds: Sql, condition: Sql): Sql {
  return sql`DELETE FROM "OpTiming" t USING (${runIds}) AS forgotten(id) WHERE t."runId" = forgotten.id AND ${condition}`;
}
