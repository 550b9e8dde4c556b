// Runs that a worker holds under the lease of a phone. Each change is one statement that checks the lease itself: nothing can be stored
// in part, or after the phone was taken over, and no transaction stands open between a program and a database.
import type { Database } from '../../platform/database/index.js';
import { preparedMark } from '../../platform/database/prepared-mark.js';
import { identifier, join, raw, sql } from '../../platform/database/sql.js';
import type { Sql } from '../../platform/database/sql.js';

/** When a change may be made: a query that gives a row then, and locks what it looks at. */
export type Guard = Sql;

/** While the run has no end. */
export function whileOpen(runId: string): Guard {
  return sql`SELECT 1 FROM "Run" WHERE id = ${runId}::uuid AND state IN ('PENDING', 'RUNNING') FOR UPDATE`;
}

/** What becomes of a run, and of what belongs to it. */
export interface RunChange {
  readonly runId: string;
  /** A query that gives a row while the lease is held ({@link heldLease}). */
  readonly lease: Sql;
  readonly guard: Guard;
  /** New values by column. */
  readonly columns: Readonly<Record<string, unknown>>;
  /** Statements on other rows and tables, made with the condition under which they may do something. They must not touch the run itself. */
  readonly others?: (allowed: Sql) => readonly Sql[];
}

/** Makes a change whole or not at all; false when the lease is lost or the guard does not let it. */
export async function changeHeldRun(
  { prisma }: Pick<Database, 'prisma'>,
  { runId, lease, guard, columns, others = () => [] }: RunChange,
): Promise<boolean> {
  const allowed = sql`EXISTS (SELECT FROM allowed)`;
  const values = Object.entries(columns).map(([name, value]) => sql`${identifier(name)} = ${value}`);
  const parts = [
    sql`held AS MATERIALIZED (${lease})`,
    sql`guarded AS MATERIALIZED (${guard})`,
    sql`allowed AS MATERIALIZED (SELECT 1 FROM held WHERE EXISTS (SELECT FROM guarded))`,
    ...others(allowed).map((statement, index) => sql`${identifier(`other ${index}`)} AS (${statement})`),
  ];
  const changed = await prisma.$executeRaw(
    sql`${raw(preparedMark)} WITH ${join(parts)} UPDATE "Run" SET ${join(values)} WHERE id = ${runId}::uuid AND ${allowed}`,
  );
  return changed === 1;
}
