import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import { trainNightInChild, trainNightOnAllCores } from '../../../src/cli/commands/nightly/train-on-all-cores.js';
import { buildArchitecture } from '../../../src/graph/index.js';
import { silentLogger, systemClock } from '../../../src/platform/index.js';
import { nightlySettingsSchema, type NightOptions } from '../../../src/trainer/nightly/index.js';
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
