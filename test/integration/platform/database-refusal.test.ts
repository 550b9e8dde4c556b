import { describe, expect, it } from 'vitest';

import { databaseRefusal, openDatabase } from '../../../src/platform/database/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import { startPostgresProxy } from '../../support/postgres-proxy.js';
import { emptyTestDatabase } from '../../support/postgres.js';

/** A migrated database whose server takes no writes, as a replica takes none. */
async function readOnlyDatabase(): Promise<Database> {
  const url = await emptyTestDatabase();
  await (await openDatabase(url)).close();
  return openDatabase(`${url}?options=${encodeURIComponent('-c default_transaction_read_only=on')}`);
}

const rejectionOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('databaseRefusal', () => {
  it.each([
    ['a statement', ({ pool }: Database) => pool.query('DELETE FROM "Host"')],
    ['a model of Prisma', ({ prisma }: Database) => prisma.stranger.deleteMany()],
    ['raw SQL through Prisma', ({ prisma }: Database) => prisma.$executeRaw`DELETE FROM "Host"`],
    [
      'a transaction of Prisma',
      ({ prisma }: Database) => prisma.$transaction([prisma.stranger.deleteMany()]),
    ],
  ])('knows a read-only server by what %s is answered', async (_what, work) => {
    const database = await readOnlyDatabase();
    try {
      const refusal = databaseRefusal(await rejectionOf(work(database)));
      expect(refusal).toMatchObject({
        code: 'DATABASE_READ_ONLY',
        message: expect.stringContaining('cannot execute DELETE in a read-only transaction') as string,
      });
    } finally {
      await database.close();
    }
  });

  it.each([
    ['node-postgres', ({ pool }: Database) => pool.query('SELECT 1')],
    ['Prisma', ({ prisma }: Database) => prisma.stranger.count()],
  ])('knows a line that broke by what %s says of it', async (_what, work) => {
    const url = await emptyTestDatabase();
    await (await openDatabase(url)).close();
    const line = await startPostgresProxy(url);
    const database = await openDatabase(line.url, { maxConnections: 1 });
    try {
      await work(database);
      line.breakAfter(0);
      const refusal = databaseRefusal(await rejectionOf(work(database)));
      expect(refusal).toMatchObject({ code: 'DATABASE_UNREACHABLE', retryable: true });
    } finally {
      await database.close();
      await line.close();
    }
  });

  it('leaves an error alone that is the statement’s own fault', async () => {
    const database = await openDatabase(await emptyTestDatabase());
    try {
      expect(databaseRefusal(await rejectionOf(database.pool.query('SELECT nonsense')))).toBeUndefined();
    } finally {
      await database.close();
    }
  });

  it('leaves errors alone that no database raised', () => {
    expect(databaseRefusal(new Error('other'))).toBeUndefined();
    expect(databaseRefusal(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBeUndefined();
    const circular = new Error('circular');
    circular.cause = circular;
    expect(databaseRefusal(circular)).toBeUndefined();
  });
});
