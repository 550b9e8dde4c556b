import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { architectureNames, buildArchitecture, describeGraph, type Graph } from '../../../src/graph/index.js';
import { createLogger, systemClock } from '../../../src/platform/index.js';
import { createPredictor, decodeRelease, wholePrediction } from '../../../src/predictor/index.js';
import {
  exportRelease,
  importRelease,
  loadRelease,
  retrainScenario,
  trainScenario,
  type TrainingSummary,
} from '../../../src/trainer/index.js';
import { nightlySettingsSchema, trainNight, type NightOptions } from '../../../src/trainer/nightly/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import {
  configurationsOf,
  lawOverhead,
  lawUs,
  networkLawUs,
  storeMeasurements,
  storeTotals,
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

describe('training a scenario of which only whole networks were timed', () => {
  const wholeKey = '4small-t4-float32-builtin-2.15';
  const whole = ['mobilenetv2_w3d4', 'fdmobilenet_w3d4'];
  const names = architectureNames()
    .filter(
      (name) => /^(?:mobilenet|fdmobilenet|squeezenet|preresnet|resnet1)/.test(name) && !whole.includes(name),
    )
    .slice(0, 24);
  const trainWhole = () =>
    retrainScenario({
      ...{ database, scenarioKey: wholeKey, seed: 1, codeVersion: '0.0.0' },
      actor: 'a test',
      acceptsFirst: true,
    });

  it('learns rates, leaves out what it does not believe or know, and says so in the release', async () => {
    const wrong = names[3] as string;
    const totals = names.map((name) => ({ name, us: networkLawUs(name) * (name === wrong ? 14 : 1) }));
    await storeTotals(database, wholeKey, [...totals, { name: 'nas_317', us: 5_000 }]);
    const { training, promoted } = await trainWhole();
    expect(promoted).toBe(true);
    expect(training.notes.learnedFrom?.learner).toBe('rates');
    expect(training.notes.leftOut?.map(({ network }) => network)).toEqual([wrong, 'nas_317']);
    expect(training.notes.heldOut?.networksPercent).toBeLessThan(10);
  });

  it('answers for networks that it was not taught, here and where the release is taken to', async () => {
    const key = { scenarioKey: wholeKey };
    const release = await loadRelease(database, key);
    const taken = decodeRelease(await exportRelease(database, key));
    for (const name of whole) {
      const prediction = wholePrediction(name, createPredictor(release).predict(buildArchitecture(name)));
      expect(Math.abs(prediction.totalUs / networkLawUs(name) - 1)).toBeLessThan(0.15);
      expect(createPredictor(taken).predict(buildArchitecture(name))).toEqual(prediction);
    }
    const { version } = await importRelease(database, await exportRelease(database, key), 'a test');
    const again = await loadRelease(database, { ...key, version });
    expect(again.rates?.toBytes()).toEqual(release.rates?.toBytes());
  });

  it('is trained by nights like any other: once, until there is something new', async () => {
    const night = (day: number): NightOptions => ({
      ...{ database, codeVersion: '0.0.0', clock: systemClock, logger: createLogger({ level: 'silent' }) },
      settings: nightlySettingsSchema.parse({ cron: '0 3 1 1 *', scenarios: [{ scenario: wholeKey }] }),
      dueAt: new Date(Date.UTC(2026, 0, day)),
    });
    await trainWhole();
    expect((await trainNight(night(1))).map(({ outcome }) => outcome)).toEqual(['no-new-data']);
    await storeTotals(
      database,
      wholeKey,
      ['bninception', 'dla46c', 'ghostnet'].map((name) => ({ name, us: networkLawUs(name) })),
    );
    expect((await trainNight(night(2))).map(({ outcome }) => outcome)).toEqual(['promoted']);
  });

  it.each([
    'gpu-t1-float16-gpu-2.15',
    'npu-t1-float32-nnapi-2.15',
    'npu-t1-int8-nnapi.edgetpu-2.15',
    'dsp-t1-int8-hexagon-2.15',
    'gpu-t1-float16-external.arm_nn-litert-2.1',
    'dsp-t1-int8-external.qnn_htp-2.17',
    '2med-t2-float32-xnnpack-2.15',
    '2med-t2-int8-builtin-2.15',
  ])('from runs to a release to predictions of networks that were not measured: %s', async (key) => {
    const wrong = names[5] as string;
    const totals = names.map((name) => ({ name, us: networkLawUs(name) * (name === wrong ? 9 : 1) }));
    await storeTotals(database, key, totals);
    const { notes } = await trainScenario({ database, scenarioKey: key, seed: 1, codeVersion: '0.0.0' });
    expect(notes.leftOut?.map(({ network }) => network)).toEqual([wrong]);
    const release = await loadRelease(database, { scenarioKey: key });
    const taken = decodeRelease(await exportRelease(database, { scenarioKey: key }));
    const precision = key.includes('-int8-') ? 'int8' : 'float32';
    for (const name of whole) {
      const graph = buildArchitecture(name, { precision });
      const prediction = wholePrediction(name, createPredictor(release).predict(graph));
      expect(Math.abs(prediction.totalUs / networkLawUs(name) - 1)).toBeLessThan(0.2);
      expect(createPredictor(taken).predict(graph)).toEqual(prediction);
      if (!/-(?:nnapi|hexagon|external)/.test(key)) continue;
      const operators = graph.operations.map(({ operator }) => operator);
      expect(prediction.operations.map(({ operator }) => operator)).toEqual(operators);
    }
  });

  it('is refused where no network can be described, with the reason', async () => {
    const scenarioKey2 = '2small-t2-float32-builtin-2.15';
    await storeTotals(database, scenarioKey2, [{ name: 'nas_317', us: 5_000 }]);
    await expect(
      trainScenario({ database, scenarioKey: scenarioKey2, seed: 1, codeVersion: '0.0.0' }),
    ).rejects.toMatchObject({
      code: 'TRAINING_DATA_MISSING',
      message: expect.stringContaining('nas_317') as unknown,
    });
  });
});

describe('training a scenario of which operations were timed, and of other networks the whole alone', () => {
  const bothKey = '2large-t2-float32-builtin-2.15';
  const wholes = [
    ...['mobilenet_wd2', 'mobilenet_w3d4', 'fdmobilenet_w1', 'fdmobilenet_wd2', 'squeezenet_v1_1'],
    ...['resnet12', 'resnet14', 'mobilenetv2_w3d4', 'preresnet10', 'preresnet12'],
  ];

  it('learns from both, says in the release how, and answers so wherever it is taken', async () => {
    const configurations = configurationsOf(learned.map((name) => buildArchitecture(name)));
    await storeMeasurements(database, bothKey, configurations);
    const half = (name: string) => 0.5 * networkLawUs(name);
    const wrong = 'resnet14';
    await storeTotals(
      database,
      bothKey,
      wholes.map((name) => ({ name, us: half(name) * (name === wrong ? 14 : 1) })),
    );
    const what = { database, scenarioKey: bothKey, seed: 1, codeVersion: '0.0.0' };
    const { training, promoted } = await retrainScenario({ ...what, actor: 'a test', acceptsFirst: true });
    expect(promoted).toBe(true);
    const { notes, overhead } = training;
    const wholeNetworks = wholes.length - 1;
    expect(notes.totals).toMatchObject({ used: 'both', wholeNetworks });
    expect(notes.learnedFrom?.wholeNetworks).toBe(wholeNetworks);
    expect(notes.leftOut?.map(({ network }) => network)).toEqual([wrong]);
    expect(overhead.groupFactors?.['CONV_2D']).toBeCloseTo(0.5, 1);
    const graph = buildArchitecture('resnet18');
    const predicted = createPredictor(await loadRelease(database, { scenarioKey: bothKey })).predict(graph);
    expect(Math.abs(wholePrediction('', predicted).totalUs / half('resnet18') - 1)).toBeLessThan(0.1);
    const taken = decodeRelease(await exportRelease(database, { scenarioKey: bothKey }));
    expect(createPredictor(taken).predict(graph)).toEqual(predicted);
  });
});

function operationSum(graph: Graph): number {
  return describeGraph(graph).operations.reduce((sum, { configuration }) => sum + lawUs(configuration), 0);
}
