// Statements as values that can be put together. Loads Prisma: what only reads does without (openSqlDatabase).
import { Prisma } from './generated/client.js';

/**
 * A statement, or part of one, with its values: `sql` fills statements into statements and sends values apart from the text. Prisma's
 * `$executeRaw` takes it, and so does node-postgres.
 */
export type Sql = Prisma.Sql;
export const { sql, join, raw } = Prisma;

/** The name of a table, a column or a type of our own. */
export function identifier(name: string): Sql {
  return raw(`"${name.replaceAll('"', '""')}"`);
}
