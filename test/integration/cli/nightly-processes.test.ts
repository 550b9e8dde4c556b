import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import {
  trainNightInChild,
  trainNightOnAllCores,
} from '../../../src/cli/commands/nightly/train-on-all-cores.js';
import { buildArchitecture } from '../../../src/graph/index.js';
import { openDatabase } from '../../../src/platform/database/index.js';
import { silentLogger, systemClock } from '../../../src/platform/index.js';
import { nightlySettingsSchema, type NightOptions } from '../../../src/trainer/nightly/index.js';
import { startPostgresProxy } from '../../support/postgres-proxy.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { configurationsOf, storeMeasurements } from '../../trainer/support/measured-scenario.js';

const scenarioKeys = ['1large', '1med', '4small'].map((cores) => `${cores}-t1-float32-builtin-2.15`);
const settings = nightlySettingsSchema.parse({
  cron: '0 3 1 1 *',
  scenarios: [{ scenario: '*' }],
  gate: { minimumConfigurations: 1 },
});

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
  const configurations = configurationsOf([buildArchitecture('squeezenet_v1_0')]);
  for (const scenarioKey of scenarioKeys) await storeMeasurements(database, scenarioKey, configurations);
});
afterAll(() => database.close());
beforeEach(() => database.prisma.nightlyTraining.deleteMany());

const night = (): NightOptions => ({
  ...{ database, settings, codeVersion: '0.0.0', clock: systemClock, logger: silentLogger() },
  dueAt: new Date(Date.UTC(2026, 0, 1)),
});
const trained = (entries: readonly { readonly scenarioKey: string }[]) =>
  entries.map(({ scenarioKey }) => scenarioKey).sort();

it('a night is trained once each, whichever of several processes comes first', async () => {
  const entries = await trainNightOnAllCores(night(), { databaseUrl: database.url, processes: 2 });
  expect(trained(entries)).toEqual(scenarioKeys.toSorted());
});

it('another process trains what nobody has claimed', async () => {
  expect(trained(await trainNightInChild(night(), database.url))).toEqual(scenarioKeys.toSorted());
});

it('a process that cannot reach the database says so', async () => {
  const nowhere = 'postgres://nobody@127.0.0.1:1/nothing';
  await expect(trainNightInChild(night(), nowhere)).rejects.toThrow(/127\.0\.0\.1/);
});

it('of 36 pairs each process trains some, and together they train all', async () => {
  const coreSets = ['1large', '1med', '2med', '3med', '1small', '2small', '3small', '4small', '1large1med'];
  const keys = coreSets.flatMap((cores) => [1, 2, 3, 4].map((n) => `${cores}-t${n}-float32-builtin-2.14`));
  const few = configurationsOf([buildArchitecture('squeezenet_v1_0')]).slice(0, 12);
  for (const scenarioKey of keys) await storeMeasurements(database, scenarioKey, few);
  // This process is further from the database than the other one, which takes longer to begin.
  const far = await startPostgresProxy(database.url, 50);
  const farDatabase = await openDatabase(far.url, { maxConnections: 5 });
  try {
    let own = 0;
    const logger = Object.assign(silentLogger(), { info: () => own++ });
    const entries = await trainNightOnAllCores(
      {
        ...night(),
        database: farDatabase,
        logger,
        settings: { ...settings, scenarios: keys.map((scenario) => ({ scenario })) },
      },
      { databaseUrl: database.url, processes: 2 },
    );
    expect(trained(entries)).toEqual(keys.toSorted());
    expect(entries.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(own).toBeGreaterThan(0);
    expect(own).toBeLessThan(keys.length);
  } finally {
    await farDatabase.close();
    await far.close();
  }
});
