import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import { importPublishedTables } from '../../../src/exchange/index.js';
import { createPredictor, wholePrediction } from '../../../src/predictor/index.js';
import { loadRelease, trainScenario } from '../../../src/trainer/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { publishedDevices, publishedNames } from '../../trainer/support/published-device.js';

const scenarioKey = 'gpu-t1-float16-gpu-2.10';
const deviceModel = 'qed-usc/fast';

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
  const { operations, networks } = publishedDevices();
  await importPublishedTables(database, {
    operations: [{ file: 'ops.csv', text: operations }],
    networks: [{ file: 'e2e.csv', text: networks }],
    cpuDelegate: 'xnnpack',
  });
});
afterAll(() => database.close());

describe('a GPU whose measurements were imported', () => {
  it('is learned kernel by kernel, with what is linked to them', async () => {
    const summary = await trainScenario({
      database,
      scenarioKey,
      deviceModel,
      seed: 1,
      codeVersion: '0.0.0',
      learner: 'roofline',
    });
    const groups = summary.groups.map(({ kernelGroup }) => kernelGroup);
    expect(groups).toEqual(expect.arrayContaining(['convolution_2d', 'depthwise_convolution', '*']));
    expect(summary.overhead.interceptUs).toBeGreaterThan(300);
  });

  it('is predicted by the kernels that it runs for a network', async () => {
    const release = await loadRelease(database, { scenarioKey, deviceModel });
    const predictor = createPredictor(release, { gpu: 'adreno640' });
    const truth = new Map(
      publishedDevices()
        .networks.split('\n')
        .slice(1)
        .map((line) => [line.split(',')[0], Number(line.split(',')[3])]),
    );
    for (const name of publishedNames) {
      const prediction = wholePrediction(name, predictor.predict(buildArchitecture(name)));
      expect(Math.abs(prediction.totalUs / (truth.get(name) ?? NaN) - 1)).toBeLessThan(0.1);
      expect(prediction.operations.some(({ operator }) => operator.includes('_linked_:_'))).toBe(true);
    }
  });
});
