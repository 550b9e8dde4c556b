import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture, describeGraph, type Graph } from '../../../src/graph/index.js';
import { createPredictor, wholePrediction } from '../../../src/predictor/index.js';
import { loadRelease, trainScenario, type TrainingSummary } from '../../../src/trainer/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import {
  configurationsOf,
  lawOverhead,
  lawUs,
  storeMeasurements,
} from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
const learned = ['mobilenet_w1', 'mobilenetv2_w1', 'mobilenetv2_wd2', 'resnet10', 'squeezenet_v1_0'];
const unseen = ['mobilenetv2_w3d4', 'resnet18'];

let database: TestPostgres;
let summary: TrainingSummary;

const train = () => trainScenario({ database, scenarioKey, seed: 1, codeVersion: '0.0.0' });

beforeAll(async () => {
  database = await startTestPostgres();
  const configurations = configurationsOf(learned.map((name) => buildArchitecture(name)));
  await storeMeasurements(database, scenarioKey, configurations);
  await storeMeasurements(database, scenarioKey, configurations, { verdict: 'throttled', factor: 10 });
  summary = await train();
});
afterAll(() => database.close());

describe('training a scenario', () => {
  it('fits a predictor to each operator and one to all of them, from runs with verdict ok alone', () => {
    expect(summary.groups.map(({ kernelGroup }) => kernelGroup)).toContain('CONV_2D');
    expect(summary.groups.at(-1)?.kernelGroup).toBe('*');
    expect(summary.groups.find(({ kernelGroup }) => kernelGroup === 'CONV_2D')?.mapePercent).toBeLessThan(10);
  });

  it('finds the overhead that every run has', () => {
    expect(summary.overhead.interceptUs + summary.overhead.perKernelUs).toBeCloseTo(
      lawOverhead.interceptUs + lawOverhead.perKernelUs,
      3,
    );
  });

  it('predicts networks that it was not taught, operation by operation', async () => {
    const predictor = createPredictor(await loadRelease(database, { scenarioKey }));
    for (const name of unseen) {
      const graph = buildArchitecture(name);
      const prediction = wholePrediction(name, predictor.predict(graph));
      const truthUs = operationSum(graph) + prediction.overheadUs;
      expect(Math.abs(prediction.totalUs / truthUs - 1)).toBeLessThan(0.1);
      expect(prediction.interval.lowUs).toBeLessThan(prediction.totalUs);
      expect(prediction.interval.highUs).toBeGreaterThan(prediction.totalUs);
      expect(prediction.operations.map(({ index }) => index)).toEqual(
        graph.operations.map((_, index) => index),
      );
    }
  });

  it('says which operations it had to guess', async () => {
    const predictor = createPredictor(await loadRelease(database, { scenarioKey }));
    const { operations } = predictor.predict(buildArchitecture('mobilenetv3_large_w1'));
    const guessed = operations.filter(({ source }) => source === 'fallback');
    expect(guessed.map(({ operator }) => operator)).toContain('HARD_SWISH');
    expect(guessed.every(({ extrapolated, predictedUs }) => extrapolated && predictedUs > 0)).toBe(true);
  });

  it('makes a next version with the same predictors, byte for byte, when nothing was measured in between', async () => {
    const again = await train();
    expect(again.version).toBe(summary.version + 1);
    expect(again.trainingSetHash).toBe(summary.trainingSetHash);
    const stored = await database.prisma.predictor.findMany({
      orderBy: [{ kernelGroup: 'asc' }, { version: 'asc' }],
    });
    const digests = new Map<string, Set<string>>();
    for (const { kernelGroup, artifactSha256 } of stored) {
      digests.set(kernelGroup, (digests.get(kernelGroup) ?? new Set()).add(artifactSha256));
    }
    expect([...digests.values()].every((versions) => versions.size === 1)).toBe(true);
  });

  it('refuses a predictor that was altered in the database', async () => {
    await database.pool.query(
      `UPDATE "Predictor" SET artifact = set_byte(artifact, 100, get_byte(artifact, 100) # 1)`,
    );
    await expect(loadRelease(database, { scenarioKey })).rejects.toMatchObject({
      code: 'PREDICTOR_FILE_INVALID',
    });
  });

  it('refuses to train on nothing, and to guess which device model is meant', async () => {
    const nowhere = trainScenario({
      database,
      scenarioKey: 'gpu-t1-float16-gpu-2.15',
      seed: 1,
      codeVersion: '0.0.0',
    });
    await expect(nowhere).rejects.toMatchObject({ code: 'TRAINING_DATA_MISSING' });
    await expect(loadRelease(database, { scenarioKey: 'gpu-t1-float16-gpu-2.15' })).rejects.toMatchObject({
      code: 'RELEASE_NOT_FOUND',
    });
  });
});

function operationSum(graph: Graph): number {
  return describeGraph(graph).operations.reduce((sum, { configuration }) => sum + lawUs(configuration), 0);
}
