import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

import { systemClock } from '../../src/platform/clock.js';
import { discardPostgres, findPostgres } from '../../src/platform/services/postgres/postgres-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the run's one Postgres, which the first test that needs it starts (test/support/postgres.ts). */
    postgresDirectory: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'latency-farm-test-'));
  await chmod(directory, 0o711);
  project.provide('postgresDirectory', directory);
  return async () => {
    const server = await findPostgres(directory);
    if (server) await discardPostgres(server, systemClock);
    await rm(directory, { recursive: true, force: true });
  };
}
