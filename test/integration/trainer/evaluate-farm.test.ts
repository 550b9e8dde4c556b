import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import { evaluateFarm, type FarmEvaluation } from '../../../src/trainer/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import {
  configurationsOf,
  lawOverhead,
  storeMeasurements,
  storeNetworks,
} from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
const names = ['mobilenet_wd4', 'resnet10', 'squeezenet_v1_0', 'squeezenet_v1_1'];

let database: TestPostgres;

const evaluate = (options: Partial<Parameters<typeof evaluateFarm>[0]> = {}): Promise<FarmEvaluation> =>
  evaluateFarm({ database, scenarioKey, seed: 1, codeVersion: '0.0.0', learner: 'roofline', ...options });

beforeAll(async () => {
  database = await startTestPostgres();
  const known = ['mobilenet_w1', 'resnet12', 'squeezenet_v1_0'].map((name) => buildArchitecture(name));
  await storeMeasurements(database, scenarioKey, configurationsOf(known));
  await storeNetworks(database, scenarioKey, names);
});
afterAll(() => database.close());

describe("an evaluation of the farm's own measurements", () => {
  it('predicts every network that was measured, by name, without having learned from it', async () => {
    const evaluation = await evaluate();
    expect(evaluation.networks.map(({ name }) => name)).toEqual(names);
    for (const { measuredUs, predictedUs, errorPercent, interval, inInterval } of evaluation.networks) {
      expect(errorPercent).toBeCloseTo(100 * (predictedUs / measuredUs - 1), 9);
      expect(inInterval).toBe(measuredUs >= interval.lowUs && measuredUs <= interval.highUs);
    }
    expect(evaluation.meanErrorPercent).toBeLessThan(10);
    expect(evaluation.inIntervalPercent).toBe(100);
    expect(evaluation.operators[0]?.operator).toBe('CONV_2D');
    expect(evaluation.operators.reduce((sum, { shareOfTime }) => sum + shareOfTime, 0)).toBeCloseTo(1, 9);
  });

  it('holds out the networks that are named, and learns from the others', async () => {
    const { networks } = await evaluate({ holdout: ['resnet10'] });
    expect(networks.map(({ name }) => name)).toEqual(['resnet10']);
    await expect(evaluate({ holdout: ['resnet99'] })).rejects.toMatchObject({
      code: 'NETWORK_NOT_MEASURED',
      message: expect.stringContaining('mobilenet_wd4, resnet10') as string,
    });
  });

  it('judges what was learned from single operations alone on all networks at once', async () => {
    const { networks } = await evaluate({ sampleKinds: ['OPERATIONS'] });
    expect(networks).toHaveLength(names.length);
    const [network] = networks;
    expect(network?.predictedUs).toBeGreaterThan(lawOverhead.interceptUs);
  });

  it('judges the others where a network was measured that this program cannot describe, and names it', async () => {
    const rename = `UPDATE "Sample" SET spec = jsonb_set(spec, '{name}', to_jsonb($2::text)) WHERE spec->>'name' = $1`;
    const foreign = 'somebody-elses-network';
    await database.pool.query(rename, ['resnet10', foreign]);
    try {
      const { networks, incomplete } = await evaluate();
      expect(networks.map(({ name }) => name)).toEqual(names.filter((name) => name !== 'resnet10'));
      expect(incomplete).toHaveLength(1);
      expect(incomplete[0]?.unknown[0]?.reason).toContain(foreign);
    } finally {
      await database.pool.query(rename, [foreign, 'resnet10']);
    }
  });

  it('refuses a scenario in which no network was measured', async () => {
    const elsewhere = '4small-t1-float32-builtin-2.15';
    await storeMeasurements(database, elsewhere, configurationsOf([buildArchitecture('squeezenet_v1_0')]));
    await expect(evaluate({ scenarioKey: elsewhere })).rejects.toMatchObject({
      code: 'TRAINING_DATA_MISSING',
      message: `No network was measured in scenario ${elsewhere}.`,
    });
  });
});
