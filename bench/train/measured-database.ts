import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { applyMigrations, openDatabase, type Database } from '../../src/platform/database/index.js';
import { createLogger, systemClock } from '../../src/platform/index.js';
import { createDatabase, startServices } from '../../src/platform/services/index.js';

const template = 'measured';

/** Gives the URL of a new copy of a database each time it is called. */
export type CopyDatabase = () => Promise<string>;

/** Stores measurements in a database of a server of its own, lets `work` have as many copies as it wants, and removes them all. */
export async function withMeasuredDatabase(
  store: (database: Database) => Promise<unknown>,
  work: (copy: CopyDatabase) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'farm-train-'));
  const services = await startServices(
    { dataDirectory: directory },
    { clock: systemClock, logger: createLogger({ level: 'warn' }), throwaway: true },
  );
  try {
    const url = (name: string) => Object.assign(new URL(services.databaseUrl), { pathname: `/${name}` }).href;
    await createDatabase(url('postgres'), template);
    await applyMigrations(url(template));
    const database = await openDatabase(url(template));
    await store(database);
    // As the server does by itself within a minute.
    await database.pool.query('ANALYZE');
    await database.close();
    await work(async () => {
      const name = `copy_${randomUUID()}`;
      await createDatabase(url('postgres'), name, template);
      return url(name);
    });
  } finally {
    await services.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
