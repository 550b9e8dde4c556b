import { PrismaPg } from '@prisma/adapter-pg';

import { PrismaClient } from './generated/client.js';
import { openSqlDatabase } from './open-sql-database.js';
import type { DatabaseOptions, SqlDatabase } from './open-sql-database.js';

/** The database that holds the truth. Entities go through Prisma; what must be fast goes through the pool it shares. */
export interface Database extends SqlDatabase {
  readonly prisma: PrismaClient;
}

/** {@link openSqlDatabase}, with Prisma on the same connections. */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const database = await openSqlDatabase(url, options);
  const prisma = new PrismaClient({ adapter: new PrismaPg(database.pool) });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await prisma.$disconnect();
    await database.close();
  };
  return { prisma, pool: database.pool, close: () => (closing ??= close()) };
}
