import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { learnerNamed } from '../../../src/learning/learners/catalogue.js';
import { databaseRefusal, openDatabase } from '../../../src/platform/database/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import {
  featureRanges,
  fingerprints,
  KernelPredictor,
} from '../../../src/predictor/kernels/kernel-predictor.js';
import { parseScenarioKey } from '../../../src/records/scenario.js';
import type { ScenarioSpec } from '../../../src/records/scenario.js';
import { loadRelease, promoteRelease, releaseHistory } from '../../../src/trainer/index.js';
import { storeRelease } from '../../../src/trainer/registry/store-release.js';
import type { TrainedRelease } from '../../../src/trainer/registry/store-release.js';
import { randomProblem } from '../../learning/support/tables.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';
import { startPostgresProxy } from '../../support/postgres-proxy.js';
import type { PostgresProxy } from '../../support/postgres-proxy.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
const problem = randomProblem({ seed: 1, rows: 20, features: 2 }, ([a = 0]) => 1 + a);
const model = learnerNamed('roofline', ['a', 'b']).fit(problem, randomFromSeed(1));
const trained = { trainingSetHash: 'f'.repeat(64), seed: 1, codeVersion: '0.0.0' };

function predictorOf(kernelGroup: string): KernelPredictor {
  const features = featureRanges(problem.table);
  const facts = { kernelGroup, learner: 'roofline', features, trainingRows: 20, metrics: {}, ...trained };
  return new KernelPredictor(facts, model, fingerprints(problem.table));
}

/** As many kernel groups as a scenario has. */
const predictors = Array.from({ length: 23 }, (_, index) => predictorOf(`GROUP_${index}`));

/** A device model that nothing is known of yet, so that each test begins anew. */
let deviceModel: string;
let direct: TestPostgres;
/** The same database over a line that can be slow or break. */
let line: PostgresProxy;
let database: Database;

beforeAll(async () => {
  direct = await startTestPostgres();
  const spec = parseScenarioKey(scenarioKey) as ScenarioSpec;
  await direct.prisma.scenario.create({ data: { key: scenarioKey, ...spec } });
  line = await startPostgresProxy(direct.url);
  database = await openDatabase(line.url, { maxConnections: 1 });
});
afterAll(async () => {
  await database.close();
  await line.close();
  await direct.close();
});
beforeEach(() => {
  deviceModel = `phone ${randomUUID()}`;
  line.breakAfter(Infinity);
});

const releaseOf = (state: TrainedRelease['state']): TrainedRelease => ({
  deviceModel,
  scenarioKey,
  predictors,
  overhead: { interceptUs: 1, perKernelUs: 2, operationFactor: 1 },
  calibration: {
    spreads: {},
    overheadSpread: 0,
    unmeasuredSpread: 0,
    scale: 1.64,
    coverage: 0.9,
    basis: 'normal-errors',
  },
  metrics: {},
  ...trained,
  state,
});
const answering = async () => (await loadRelease(direct, { deviceModel, scenarioKey })).version;

/** What is stored for the device model of the test: releases, predictors, events. */
async function counts(): Promise<readonly number[]> {
  const where = { deviceModel };
  return Promise.all([
    direct.prisma.release.count({ where }),
    direct.prisma.predictor.count({ where }),
    direct.prisma.releaseEvent.count({ where: { release: where } }),
  ]);
}

describe('storing a release', () => {
  it('takes at most 20 round trips to the database, and its promotion too', async () => {
    await database.pool.query('SELECT');
    const before = line.roundTrips();
    const { version } = await storeRelease(database, releaseOf('CANDIDATE'));
    const stored = line.roundTrips();
    await promoteRelease(database, { deviceModel, scenarioKey, version }, { actor: 'a test' });
    expect(stored - before).toBeLessThanOrEqual(9);
    expect(line.roundTrips() - before).toBeLessThanOrEqual(20);
  });

  it('stores what is loaded again', async () => {
    const { version } = await storeRelease(database, releaseOf('PROMOTED'));
    const loaded = await loadRelease(direct, { deviceModel, scenarioKey });
    expect(loaded).toMatchObject({ version, overhead: releaseOf('PROMOTED').overhead });
    expect(loaded.predictors.map(({ facts }) => facts.kernelGroup).toSorted()).toEqual(
      predictors.map(({ facts }) => facts.kernelGroup).toSorted(),
    );
    const history = await releaseHistory(direct, { deviceModel, scenarioKey });
    expect(history.map(({ kind }) => kind)).toEqual(['trained', 'promoted']);
  });

  it('is all or nothing wherever the line breaks: the incumbent answers, and the next one works', async () => {
    await storeRelease(database, releaseOf('PROMOTED'));
    const before = await counts();
    let survived = 0;
    for (; ; survived++) {
      await database.pool.query('SELECT').catch(() => undefined);
      line.breakAfter(survived);
      const stored = await storeRelease(database, releaseOf('PROMOTED')).catch(() => undefined);
      if (stored !== undefined) break;
      expect(await counts()).toEqual(before);
      expect(await answering()).toBe(1);
      line.breakAfter(Infinity);
    }
    expect(survived).toBeGreaterThan(6);
    expect(await answering()).toBe(2);
  });

  it('succeeds in a database 60 ms away, and the incumbent answers meanwhile', async () => {
    await storeRelease(direct, releaseOf('PROMOTED'));
    const far = await startPostgresProxy(direct.url, 60);
    const farDatabase = await openDatabase(far.url, { maxConnections: 1 });
    try {
      const before = far.roundTrips();
      const storing = storeRelease(farDatabase, releaseOf('PROMOTED'));
      const ended = { yes: false };
      void storing.catch(() => undefined).then(() => (ended.yes = true));
      const answers: number[] = [];
      while (!ended.yes) answers.push(await answering());
      expect(await storing).toMatchObject({ version: 2 });
      expect(far.roundTrips() - before).toBeLessThanOrEqual(20);
      expect(answers[0]).toBe(1);
      expect(answers).toEqual(answers.toSorted());
      expect(await answering()).toBe(2);
    } finally {
      await farDatabase.close();
      await far.close();
    }
  });

  it.each([
    ['takes no writes', '-c default_transaction_read_only=on', 'DATABASE_READ_ONLY'],
    ['gives no rights', '-c role=pg_read_all_data', 'DATABASE_RIGHTS_MISSING'],
  ])(
    'is refused, with the reason, by a server that %s: the incumbent answers, and the next one works',
    async (...refusing) => {
      const [, options, code] = refusing;
      await storeRelease(direct, releaseOf('PROMOTED'));
      const before = await counts();
      const refused = await openDatabase(`${direct.url}?options=${encodeURIComponent(options)}`);
      try {
        const refusal: unknown = await storeRelease(refused, releaseOf('PROMOTED')).catch(
          (error: unknown) => error,
        );
        expect(databaseRefusal(refusal)).toMatchObject({ code });
        expect(await counts()).toEqual(before);
        expect(await answering()).toBe(1);
      } finally {
        await refused.close();
      }
      expect(await storeRelease(direct, releaseOf('PROMOTED'))).toMatchObject({ version: 2 });
      expect(await answering()).toBe(2);
    },
  );

  it('goes on beside predictors that an earlier program left without a release', async () => {
    await storeRelease(database, releaseOf('PROMOTED'));
    await direct.pool.query(
      `INSERT INTO "Predictor" (id, "scenarioId", "deviceModel", "kernelGroup", version, learner, artifact, "artifactSha256", "trainingSetHash", "trainingRows", metrics, seed, "codeVersion")
       SELECT gen_random_uuid(), "scenarioId", "deviceModel", "kernelGroup", 2, learner, artifact, "artifactSha256", "trainingSetHash", "trainingRows", metrics, seed, "codeVersion"
         FROM "Predictor" WHERE "deviceModel" = $1`,
      [deviceModel],
    );
    expect(await storeRelease(database, releaseOf('PROMOTED'))).toMatchObject({ version: 3 });
    expect(await answering()).toBe(3);
  });

  it('gives every one of several that come together a version of its own', async () => {
    const stored = await Promise.all([1, 2, 3].map(() => storeRelease(direct, releaseOf('PROMOTED'))));
    expect(stored.map(({ version }) => version).toSorted()).toEqual([1, 2, 3]);
    const promoted = await direct.prisma.release.count({ where: { deviceModel, state: 'PROMOTED' } });
    expect(promoted).toBe(1);
  });
});
