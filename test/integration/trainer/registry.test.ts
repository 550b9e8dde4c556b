import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import {
  diffReleases,
  exportPredictor,
  importPredictors,
  listReleases,
  loadRelease,
  pinnedVersion,
  pinRelease,
  promoteRelease,
  promoteThroughGate,
  releaseHistory,
  retrainScenario,
  rollbackRelease,
  showRelease,
  unpinRelease,
  type RetrainOutcome,
} from '../../../src/trainer/index.js';
import { KernelPredictor } from '../../../src/predictor/kernels/kernel-predictor.js';
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

describe('predictors from files', () => {
  const key = () => ({ deviceModel, scenarioKey });
  const bytesOf = async (version: number, kernelGroup: string) =>
    exportPredictor(database, { ...key(), version }, kernelGroup, 'farm');
  const importBytes = (...files: readonly Uint8Array[]) =>
    importPredictors(database, {
      ...key(),
      files: files.map((bytes, index) => ({ name: `${index}.lfpr`, bytes })),
      actor: 'a test',
    });
  const releases = async () => (await listReleases(database, { scenarioKey })).length;

  it('become a candidate beside the other predictors of the incumbent, which goes on answering', async () => {
    const incumbent = await answering();
    const bytes = await bytesOf(incumbent, 'CONV_2D');
    const { version, imported, kept } = await importBytes(bytes);
    expect(imported).toEqual(['CONV_2D']);
    expect(kept).toContain('DEPTHWISE_CONV_2D');
    expect(await stateOf(version)).toBe('candidate');
    expect(await answering()).toBe(incumbent);
    expect(await bytesOf(version, 'CONV_2D')).toEqual(bytes);
    const [first] = (await showRelease(database, { ...key(), version })).history;
    expect(first).toMatchObject({ kind: 'imported', actor: 'a test' });
  });

  it('are promoted by the gate when they are no worse', async () => {
    const { version } = await importBytes(await bytesOf(await answering(), 'CONV_2D'));
    const gate = { minimumConfigurations: 5 };
    expect(
      await promoteThroughGate(database, { ...key(), version }, { actor: 'a test', gate }),
    ).toMatchObject({
      passed: true,
    });
    expect(await answering()).toBe(version);
  });

  it.each([
    ['CONV_2D', 'ADD'],
    ['CONV_2D', 'PAD'],
    ['DEPTHWISE_CONV_2D', 'ADD'],
  ])(
    'are refused by the gate when they predict something else: of %s what is of %s',
    async (kernelGroup, another) => {
      const incumbent = await answering();
      const loaded = await loadRelease(database, { ...key(), version: incumbent });
      const other = loaded.predictors.find(({ facts }) => facts.kernelGroup === another);
      if (other === undefined) throw new Error(`the release has no predictor of ${another}`);
      const posing = new KernelPredictor({ ...other.facts, kernelGroup }, other.model, new Int32Array());
      const { version } = await importBytes(posing.toBytes());
      const gate = { minimumConfigurations: 5 };
      const report = await promoteThroughGate(database, { ...key(), version }, { actor: 'a test', gate });
      expect(report.passed).toBe(false);
      expect(report.checks.filter(({ passed }) => !passed).map(({ name }) => name)).toContain(kernelGroup);
      expect(await stateOf(version)).toBe('rejected');
      expect(await answering()).toBe(incumbent);
    },
  );

  it.each<[string, (bytes: Uint8Array) => Uint8Array, string]>([
    ['cut off', (bytes) => bytes.slice(0, bytes.length - 9), 'PREDICTOR_FILE_INVALID'],
    [
      'altered',
      (bytes) => bytes.map((byte, place) => (place === 200 ? byte ^ 1 : byte)),
      'PREDICTOR_FILE_INVALID',
    ],
    [
      'of a newer format',
      (bytes) => bytes.map((byte, place) => (place === 4 ? 9 : byte)),
      'PREDICTOR_FORMAT_UNSUPPORTED',
    ],
    ['no predictor', () => new TextEncoder().encode('hello'), 'PREDICTOR_FILE_INVALID'],
  ])(
    'are refused when one of them is %s: nothing is stored, and the incumbent goes on answering',
    async (_what, damage, code) => {
      const [incumbent, before] = [await answering(), await releases()];
      const sound = await bytesOf(incumbent, 'CONV_2D');
      const damaged = damage(await bytesOf(incumbent, 'DEPTHWISE_CONV_2D'));
      await expect(importBytes(sound, damaged)).rejects.toMatchObject({
        code,
        message: expect.stringContaining('1.lfpr') as string,
      });
      expect(await releases()).toBe(before);
      expect(await answering()).toBe(incumbent);
    },
  );

  it('are refused when two are of one group, or the scenario is unknown', async () => {
    const bytes = await bytesOf(await answering(), 'CONV_2D');
    await expect(importBytes(bytes, bytes)).rejects.toMatchObject({ code: 'PREDICTOR_FILE_INVALID' });
    const elsewhere = importPredictors(database, {
      files: [{ name: 'a.lfpr', bytes }],
      deviceModel,
      scenarioKey: '4small-t1-float32-builtin-2.15',
      actor: 'a test',
    });
    await expect(elsewhere).rejects.toMatchObject({ code: 'RELEASE_NOT_FOUND' });
  });
});

describe('a release that is judged again', () => {
  it('goes on answering when it is the one that answers, whatever the gate says', async () => {
    const version = await answering();
    const gate = { minimumConfigurations: 1_000_000 };
    const report = await promoteThroughGate(
      database,
      { deviceModel, scenarioKey, version },
      { actor: 'a test', gate },
    );
    expect(report.passed).toBe(false);
    expect(await answering()).toBe(version);
  });
});

describe('a release that is pinned', () => {
  it('is the one that answers until it is unpinned or another is promoted', async () => {
    const key = { deviceModel, scenarioKey };
    const version = await answering();
    await expect(pinRelease(database, { ...key, version: 99 }, 'the engineer')).rejects.toMatchObject({
      code: 'RELEASE_NOT_FOUND',
    });
    expect(await pinnedVersion(database, key)).toBeUndefined();
    await pinRelease(database, { ...key, version }, 'the engineer');
    expect(await pinnedVersion(database, key)).toBe(version);
    const [pinned] = (await listReleases(database, key)).filter((release) => release.pinned);
    expect(pinned?.version).toBe(version);
    await unpinRelease(database, key, 'the engineer');
    expect(await pinnedVersion(database, key)).toBeUndefined();
    await pinRelease(database, { ...key, version }, 'the engineer');
    await promoteRelease(database, { ...key, version: version === 1 ? 2 : 1 }, { actor: 'a test' });
    expect(await pinnedVersion(database, key)).toBeUndefined();
  });
});
