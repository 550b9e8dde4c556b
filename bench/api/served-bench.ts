import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createToken } from '../../src/api/index.js';
import { createFarmClient, type FarmClient } from '../../src/client/index.js';
import { buildArchitecture } from '../../src/graph/index.js';
import { openDatabase } from '../../src/platform/database/index.js';
import { createLogger, spawnEntry, systemClock, terminate } from '../../src/platform/index.js';
import { startServices } from '../../src/platform/services/index.js';
import type { LoadedRelease } from '../../src/predictor/index.js';
import { loadRelease, trainScenario } from '../../src/trainer/index.js';
import { configurationsOf, storeMeasurements } from '../../test/trainer/support/measured-scenario.js';

export const scenarioKey = '1large-t1-float32-builtin-2.15';

/** A farm that `farm serve` serves in a process of its own. */
export interface ServedBench {
  readonly client: FarmClient;
  readonly release: LoadedRelease;
  close(): Promise<void>;
}

/** Starts throwaway services, learns a release from made-up times, and serves it. */
export async function startServedBench(networks: readonly string[]): Promise<ServedBench> {
  const directory = await mkdtemp(join(tmpdir(), 'farm-bench-'));
  const logger = createLogger({ level: 'warn' });
  const options = { clock: systemClock, logger, throwaway: true };
  const services = await startServices({ dataDirectory: directory }, options);
  const database = await openDatabase(services.databaseUrl, { logger });
  await storeMeasurements(
    database,
    scenarioKey,
    configurationsOf(networks.map((name) => buildArchitecture(name))),
  );
  await trainScenario({ database, scenarioKey, seed: 1, codeVersion: '0', learner: 'lasso' });
  const { token } = await createToken(database, { name: 'bench', role: 'viewer', nowMs: Date.now() });
  const env = { FARM_DATABASE_URL: services.databaseUrl, FARM_LOG_LEVEL: 'warn' };
  const server = spawnEntry('cli/main', ['serve', '--port', '0', '--rate', '100000000'], { env });
  server.stderr?.pipe(process.stderr);
  return {
    client: createFarmClient({ url: await firstLine(server.stdout), token }),
    release: await loadRelease(database, { scenarioKey }),
    async close() {
      await terminate(server);
      await database.close();
      await services.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** What `farm serve` prints: where it listens. */
async function firstLine(output: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const piece of output ?? []) {
    text += piece.toString();
    if (text.includes('\n')) return text.trim();
  }
  throw new Error('the server ended before it listened');
}
