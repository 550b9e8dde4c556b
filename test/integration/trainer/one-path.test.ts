import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture, describeGraph, featuresOf } from '../../../src/graph/index.js';
import { randomFromSeed } from '../../../src/learning/random/random.js';
import { createLogger, systemClock } from '../../../src/platform/index.js';
import { createPredictor, wholePrediction } from '../../../src/predictor/index.js';
import { fitNetworkModel } from '../../../src/trainer/evaluation/network-model.js';
import {
  exportPredictor,
  importPredictors,
  loadRelease,
  retrainScenario,
  showRelease,
  trainScenario,
  type ReleaseDetails,
} from '../../../src/trainer/index.js';
import { nightlySettingsSchema, trainNight } from '../../../src/trainer/nightly/index.js';
import { readTrainingSet } from '../../../src/trainer/training-set/training-set.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { storeNetworks } from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
const names = [
  ...['squeezenet_v1_0', 'squeezenet_v1_1', 'mobilenet_wd4', 'mobilenet_wd2', 'mobilenetv2_wd2'],
  ...['resnet10', 'resnet12', 'resnet14', 'resnet16', 'fdmobilenet_wd2', 'fdmobilenet_wd4'],
];
const unseen = buildArchitecture('mobilenetv2_w1');

let database: TestPostgres;
let deviceModel: string;
let nightly: ReleaseDetails;

const training = () => ({ database, scenarioKey, deviceModel, seed: 1, codeVersion: '0.0.0' });
const details = (version: number) => showRelease(database, { deviceModel, scenarioKey, version });
const digests = ({ groups }: ReleaseDetails) =>
  groups.map(({ kernelGroup, artifactSha256 }) => `${kernelGroup} ${artifactSha256}`);

/** Everything that decides what a release answers. */
const answering = (release: ReleaseDetails) => ({
  predictors: digests(release),
  overhead: release.overhead,
  calibration: release.calibration,
});

beforeAll(async () => {
  database = await startTestPostgres();
  deviceModel = await storeNetworks(database, scenarioKey, names);
  const settings = nightlySettingsSchema.parse({
    cron: '0 3 1 1 *',
    scenarios: [{ scenario: '*' }],
    gate: { minimumConfigurations: 1 },
  });
  const [entry] = await trainNight({
    ...{ database, settings, codeVersion: '0.0.0', clock: systemClock },
    dueAt: new Date(Date.UTC(2026, 0, 1)),
    logger: createLogger({ level: 'silent' }),
  });
  expect(entry?.outcome).toBe('promoted');
  nightly = await details(1);
});
afterAll(() => database.close());

describe('the same measurements give the same release', () => {
  it('with intervals that rest on networks held out', () => {
    expect(nightly.calibration).toMatchObject({ basis: 'held-out-networks' });
  });

  it('by command as by night', async () => {
    const { training: judged } = await retrainScenario({ ...training(), actor: 'a test' });
    const candidate = await trainScenario({ ...training(), candidate: true });
    expect(answering(await details(judged.version))).toEqual(answering(nightly));
    expect(answering(await details(candidate.version))).toEqual(answering(nightly));
  });

  it('by files that were exported from it', async () => {
    const files = await Promise.all(
      nightly.groups.map(async ({ kernelGroup }) => ({
        name: `${kernelGroup}.lfpr`,
        bytes: await exportPredictor(database, { deviceModel, scenarioKey, version: 1 }, kernelGroup, 'farm'),
      })),
    );
    const imported = await importPredictors(database, { files, deviceModel, scenarioKey, actor: 'a test' });
    expect(answering(await details(imported.version))).toEqual(answering(nightly));
  });

  it('as evaluations judge: the same numbers for a network that neither has seen', async () => {
    const { version } = await trainScenario(training());
    const release = createPredictor(await loadRelease(database, { scenarioKey, deviceModel, version }));
    const query = { deviceModel, scenarioKey, sampleKinds: ['ARCHITECTURE'] as const };
    const { networks } = await readTrainingSet(database, query);
    const judged = fitNetworkModel(networks, {
      ...{ learner: 'auto', random: randomFromSeed(1), seed: 1, codeVersion: '0.0.0' },
    });
    const kernels = describeGraph(unseen).operations.map(({ operator, configuration }) => ({
      ...{ kernelGroup: operator, configuration: '', latencyUs: 1 },
      features: featuresOf(configuration),
    }));
    const network = { name: 'unseen', kernels, kernelCount: kernels.length, operationSumUs: 1 };
    const { totalUs, interval } = wholePrediction('unseen', release.predict(unseen));
    const { endToEndUs, endToEndHalfWidthUs } = judged.predict(network);
    expect(totalUs).toBe(endToEndUs);
    expect(interval.highUs - totalUs).toBeCloseTo(endToEndHalfWidthUs, 6);
  });
});
