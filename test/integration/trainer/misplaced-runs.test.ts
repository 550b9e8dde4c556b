import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import type { Precision } from '../../../src/graph/index.js';
import { misplacedSampleIds } from '../../../src/tables/sample/misplaced-samples.js';
import { trainScenario } from '../../../src/trainer/index.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';
import { configurationsOf, storeMeasurements } from '../../trainer/support/measured-scenario.js';

const scenarioIn = (precision: string) => `1large-t1-${precision}-builtin-2.15`;
const configurationsIn = (precision: Precision) =>
  configurationsOf([buildArchitecture('mobilenet_wd4', { precision })]);

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
  await storeMeasurements(database, scenarioIn('int8'), configurationsIn('int8'));
});
afterAll(() => database.close());

const train = (scenarioKey: string) =>
  trainScenario({ database, scenarioKey, seed: 1, codeVersion: 'test', learner: 'lasso' });

describe('runs of models of another precision than their scenario’s', () => {
  it('are not learned from: the predictors are those of the others alone', async () => {
    const before = await train(scenarioIn('int8'));
    expect(before.misplacedRuns).toBe(0);
    await storeMeasurements(database, scenarioIn('int8'), configurationsIn('float32'));
    const after = await train(scenarioIn('int8'));
    expect(after.misplacedRuns).toBeGreaterThan(0);
    expect(after.trainingSetHash).toBe(before.trainingSetHash);
    expect(await misplacedSampleIds(database.pool, scenarioIn('int8'))).not.toEqual([]);
  });

  it('leave nothing to learn where there are no others, and that is said', async () => {
    await storeMeasurements(database, scenarioIn('uint8'), configurationsIn('float32'));
    await expect(train(scenarioIn('uint8'))).rejects.toMatchObject({ code: 'TRAINING_DATA_MISSING' });
    await expect(train(scenarioIn('uint8'))).rejects.toThrow(/runs there are of models of another precision/);
  });
});
