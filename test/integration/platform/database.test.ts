import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { inTransaction, insertRows, openDatabase } from '../../../src/platform/database/index.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());

const hashes = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`.padEnd(64));

function configurations(prefix: string, count: number) {
  return {
    hash: { type: 'text', values: hashes(prefix, count) },
    operator: { type: 'text', values: Array.from({ length: count }, () => 'CONV_2D') },
    spec: { type: 'jsonb', values: Array.from({ length: count }, (_, i) => JSON.stringify({ i })) },
  } as const;
}

describe('openDatabase', () => {
  it('shares one bounded pool between Prisma and queries', async () => {
    const database = await openDatabase(postgres.url, { maxConnections: 2 });
    await Promise.all(
      Array.from({ length: 10 }, () => [
        database.prisma.phone.count(),
        database.pool.query('SELECT pg_sleep(0.001)'),
      ]).flat(),
    );
    expect(database.pool.totalCount).toBeLessThanOrEqual(2);
    await database.close();
    await database.close();
  });

  it('refuses a database that does not answer', async () => {
    await expect(openDatabase('postgres://u:hunter2@127.0.0.1:1/db')).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      retryable: true,
    });
  });
});

describe('insertRows', () => {
  it('inserts all rows with one statement and tells how many', async () => {
    const inserted = await insertRows(postgres.pool, {
      table: 'Configuration',
      columns: configurations('a', 5_000),
    });
    expect(inserted).toBe(5_000);
    const last = await postgres.prisma.configuration.findUnique({
      where: { hash: hashes('a', 5_000).at(-1) ?? '' },
    });
    expect(last?.spec).toEqual({ i: 4_999 });
  });

  it('leaves rows out that are there, when asked to', async () => {
    await insertRows(postgres.pool, { table: 'Configuration', columns: configurations('b', 2) });
    const again = { table: 'Configuration', columns: configurations('b', 3) };
    await expect(insertRows(postgres.pool, again)).rejects.toThrow(/duplicate key/);
    expect(await insertRows(postgres.pool, { ...again, skipExisting: true })).toBe(1);
  });

  it('takes typed arrays, nulls, bytes and enums as they are', async () => {
    const digest = 'c'.repeat(64);
    await insertRows(postgres.pool, {
      table: 'ModelFile',
      columns: {
        sha256: { type: 'text', values: [digest] },
        name: { type: 'text', values: ['a "quoted", {braced} name'] },
        sizeBytes: { type: 'bigint', values: new Float64Array([3]) },
        content: { type: 'bytea', values: [Buffer.from([0, 255, 1])] },
      },
    });
    const file = await postgres.prisma.modelFile.findUniqueOrThrow({ where: { sha256: digest } });
    expect(file).toMatchObject({ name: 'a "quoted", {braced} name', sizeBytes: 3n });
    expect([...file.content]).toEqual([0, 255, 1]);

    const host = { id: '0196fa6e-0000-7000-8000-000000000000', name: 'h', kind: 'WORKER', reason: null };
    await insertRows(postgres.pool, {
      table: 'Host',
      columns: {
        id: { type: 'uuid', values: [host.id] },
        name: { type: 'text', values: [host.name] },
        kind: { type: { enum: 'HostKind' }, values: [host.kind] },
        stateReason: { type: 'text', values: [host.reason] },
      },
    });
    expect(await postgres.prisma.host.findUnique({ where: { name: 'h' } })).toMatchObject({
      kind: 'WORKER',
      stateReason: null,
    });
  });

  it('does nothing for no rows and refuses columns of different lengths', async () => {
    expect(await insertRows(postgres.pool, { table: 'Configuration', columns: configurations('d', 0) })).toBe(
      0,
    );
    const columns = { ...configurations('d', 2), operator: { type: 'text', values: ['ADD'] } } as const;
    await expect(insertRows(postgres.pool, { table: 'Configuration', columns })).rejects.toThrow(
      'Column operator has 1 values where others have 2.',
    );
  });
});

describe('inTransaction', () => {
  it('commits what resolves and undoes what rejects', async () => {
    const insert = (prefix: string, thenFail: boolean) =>
      inTransaction(postgres.pool, async (client) => {
        const count = await insertRows(client, {
          table: 'Configuration',
          columns: configurations(prefix, 2),
        });
        if (thenFail) throw new Error('stale lease');
        return count;
      });
    expect(await insert('e', false)).toBe(2);
    await expect(insert('f', true)).rejects.toThrow('stale lease');
    expect(await postgres.prisma.configuration.count({ where: { hash: { startsWith: 'f' } } })).toBe(0);
  });
});
