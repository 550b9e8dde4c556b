import { createHash } from 'node:crypto';

import type { PrismaClient } from './generated/client.js';
import { openSqlDatabase } from './open-sql-database.js';
import type { DatabaseOptions, SqlDatabase } from './open-sql-database.js';
import { preparedMark } from './prepared-mark.js';

/** The database that holds the truth. Entities go through Prisma; what must be fast goes through the pool it shares. */
export interface Database extends SqlDatabase {
  readonly prisma: PrismaClient;
}

/** {@link openSqlDatabase}, with Prisma on the same connections. */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  // Prisma takes as long to load as all else of this room, and whoever imports the room need not want it.
  const [{ PrismaPg }, generated] = await Promise.all([
    import('@prisma/adapter-pg'),
    import('./generated/client.js'),
  ]);
  const database = await openSqlDatabase(url, options);
  const prisma = new generated.PrismaClient({
    adapter: new PrismaPg(database.pool, { statementNameGenerator: statementName }),
  });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await prisma.$disconnect();
    await database.close();
  };
  return { prisma, pool: database.pool, close: () => (closing ??= close()) };
}

/** Under which a connection keeps a prepared statement; none for what is not to be prepared. */
function statementName({ sql }: { readonly sql: string }): string {
  return sql.startsWith(preparedMark) ? createHash('sha256').update(sql).digest('hex').slice(0, 32) : '';
}
