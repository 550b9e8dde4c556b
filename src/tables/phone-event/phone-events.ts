import { sql } from '../../platform/database/sql.js';
import type { Sql } from '../../platform/database/sql.js';

/** A line of a phone's history. */
export interface PhoneEventRow {
  readonly phoneId: string;
  readonly kind: string;
  readonly detail: unknown;
  readonly at: Date;
}

/** The statement that adds a line to a phone's history when `condition` holds. What is noted by itself goes through Prisma. */
export function eventNoting({ phoneId, kind, detail, at }: PhoneEventRow, condition: Sql): Sql {
  return sql`INSERT INTO "PhoneEvent" ("phoneId", kind, detail, at)
    SELECT ${phoneId}::uuid, ${kind}, ${JSON.stringify(detail)}::jsonb, ${at.toISOString()}::timestamptz WHERE ${condition}`;
}
