import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import {
  diffReleases,
  listReleases,
  loadRelease,
  promoteRelease,
  releaseHistory,
  retrainScenario,
  rollbackRelease,
  showRelease,
  type RetrainOutcome,
} from '../../../src/trainer/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { configurationsOf, storeMeasurements } from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';

let database: TestPostgres;
let first: RetrainOutcome;
let deviceModel: string;

const retrain = (gate = {}) =>
  retrainScenario({ database, scenarioKey, seed: 1, codeVersion: '0.0.0', actor: 'a test', gate });
const answering = async () => (await loadRelease(database, { scenarioKey })).version;
const stateOf = async (version: number) =>
  (await showRelease(database, { deviceModel, scenarioKey, version })).state;

beforeAll(async () => {
  database = await startTestPostgres();
  const networks = ['mobilenetv2_w1', 'resnet10', 'squeezenet_v1_0'].map((name) => buildArchitecture(name));
  await storeMeasurements(database, scenarioKey, configurationsOf(networks));
  first = await retrain({ minimumConfigurations: 5 });
  deviceModel = first.training.deviceModel;
});
afterAll(() => database.close());

describe('the registry of releases', () => {
  it('promotes a first candidate that is sound, and keeps the report', async () => {
    expect(first.promoted).toBe(true);
    expect(await answering()).toBe(1);
    const { gateReport } = await showRelease(database, { deviceModel, scenarioKey, version: 1 });
    expect(gateReport).toMatchObject({ passed: true, configurations: first.gate.configurations });
  });

  it('keeps the incumbent answering when a candidate is refused', async () => {
    const refused = await retrain({ minimumConfigurations: 1_000_000 });
    expect(refused.promoted).toBe(false);
    expect(await answering()).toBe(1);
    expect(await stateOf(refused.training.version)).toBe('rejected');
  });

  it('promotes a candidate that is no worse, and retires the incumbent', async () => {
    const next = await retrain({ minimumConfigurations: 5 });
    expect(next.gate.checks.map(({ name }) => name)).toContain('overall');
    expect(await answering()).toBe(next.training.version);
    expect(await stateOf(1)).toBe('retired');
  });

  it('says that two trainings on the same measurements gave the same predictors', async () => {
    const [before, after] = await Promise.all(
      [1, 3].map((version) => showRelease(database, { deviceModel, scenarioKey, version })),
    );
    const changes = diffReleases(before as never, after as never).map(({ change }) => change);
    expect(new Set(changes)).toEqual(new Set(['same']));
  });

  it('goes back to the release that answered before, and remembers who did it', async () => {
    expect(await rollbackRelease(database, { deviceModel, scenarioKey }, 'the engineer')).toBe(1);
    expect(await answering()).toBe(1);
    const history = await releaseHistory(database, { deviceModel, scenarioKey });
    expect(history.at(-1)).toMatchObject({ version: 1, kind: 'rolled-back', actor: 'the engineer' });
  });

  it('lets exactly one release answer when several are promoted at once', async () => {
    await Promise.all(
      [1, 2, 3].map((version) =>
        promoteRelease(database, { deviceModel, scenarioKey, version }, { actor: 'crowd' }),
      ),
    );
    const promoted = (await listReleases(database, { scenarioKey })).filter(
      ({ state }) => state === 'promoted',
    );
    expect(promoted).toHaveLength(1);
  });

  it('refuses a version that there is not', async () => {
    const promotion = promoteRelease(
      database,
      { deviceModel, scenarioKey, version: 99 },
      { actor: 'a test' },
    );
    await expect(promotion).rejects.toMatchObject({ code: 'RELEASE_NOT_FOUND' });
  });
});
