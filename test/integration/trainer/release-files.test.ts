import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import { createPredictor } from '../../../src/predictor/index.js';
import {
  exportRelease,
  importRelease,
  loadRelease,
  promoteThroughGate,
  releaseHistory,
  trainScenario,
} from '../../../src/trainer/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { configurationsOf, storeMeasurements } from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
const graph = buildArchitecture('mobilenetv2_wd2');

let home: TestPostgres;
let elsewhere: TestPostgres;
let deviceModel: string;
let file: Uint8Array;

beforeAll(async () => {
  [home, elsewhere] = await Promise.all([startTestPostgres(), startTestPostgres()]);
  deviceModel = await storeMeasurements(home, scenarioKey, configurationsOf([graph]));
  await trainScenario({ database: home, scenarioKey, seed: 1, codeVersion: '0.0.0' });
  file = await exportRelease(home, { scenarioKey });
});
afterAll(() => Promise.all([home.close(), elsewhere.close()]));

describe('a release that leaves as a file', () => {
  it('answers in a farm that never measured in its scenario, once it is promoted there', async () => {
    const { version, originalVersion } = await importRelease(elsewhere, file, 'a test');
    expect(originalVersion).toBe(1);
    await expect(loadRelease(elsewhere, { scenarioKey })).rejects.toMatchObject({
      code: 'RELEASE_NOT_FOUND',
    });
    const gate = await promoteThroughGate(
      elsewhere,
      { deviceModel, scenarioKey, version },
      { actor: 'a test', acceptsFirst: true },
    );
    expect(gate.passed).toBe(true);
    const [there, here] = await Promise.all(
      [elsewhere, home].map(async (database) =>
        createPredictor(await loadRelease(database, { scenarioKey })).predict(graph),
      ),
    );
    expect(there).toEqual(here);
    const history = await releaseHistory(elsewhere, { deviceModel, scenarioKey });
    expect(history.map(({ kind }) => kind)).toContain('imported');
  });

  it('is refused when it was cut off: nothing is stored, not even its scenario', async () => {
    const other = await startTestPostgres();
    try {
      await expect(importRelease(other, file.slice(0, -1), 'a test')).rejects.toMatchObject({
        code: 'PREDICTOR_FILE_INVALID',
      });
      expect(await other.prisma.scenario.count()).toBe(0);
    } finally {
      await other.close();
    }
  });
});
