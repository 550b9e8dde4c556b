import { afterAll, beforeAll, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import { databaseRefusal, openDatabase } from '../../../src/platform/database/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import { loadRelease, retrainScenario } from '../../../src/trainer/index.js';
import { startPostgresProxy } from '../../support/postgres-proxy.js';
import type { PostgresProxy } from '../../support/postgres-proxy.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';
import { configurationsOf, storeMeasurements } from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';

let direct: TestPostgres;
/** The same database over a line that breaks. */
let line: PostgresProxy;
let database: Database;

beforeAll(async () => {
  direct = await startTestPostgres();
  await storeMeasurements(direct, scenarioKey, configurationsOf([buildArchitecture('squeezenet_v1_0')]));
  line = await startPostgresProxy(direct.url);
  database = await openDatabase(line.url, { maxConnections: 1 });
});
afterAll(async () => {
  await database.close();
  await line.close();
  await direct.close();
});

const train = (where: Database) =>
  retrainScenario({
    ...{ database: where, scenarioKey, seed: 1, codeVersion: '0.0.0', actor: 'a test', learner: 'nnls' },
    gate: { minimumConfigurations: 1 },
  });

/** Releases that answer, and predictors that belong to none. */
async function state(): Promise<{ readonly answering: number; readonly orphans: number }> {
  const [answering, predictors, ofReleases] = await Promise.all([
    direct.prisma.release.count({ where: { state: 'PROMOTED' } }),
    direct.prisma.predictor.count(),
    direct.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM "ReleasePredictor"'),
  ]);
  return { answering, orphans: predictors - (ofReleases.rows[0]?.count ?? 0) };
}

it('a training that is cut off at any statement leaves a release that answers, and the next one works', async () => {
  const first = await train(direct);
  expect(first.promoted).toBe(true);
  let statements = 0;
  for (; ; statements++) {
    await database.pool.query('SELECT').catch(() => undefined);
    line.breakAfter(statements);
    const outcome = await train(database).catch((error: unknown) => error);
    line.breakAfter(Infinity);
    expect(await state()).toEqual({ answering: 1, orphans: 0 });
    const { version } = await loadRelease(direct, { scenarioKey });
    if (!(outcome instanceof Error)) break;
    expect(databaseRefusal(outcome)).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    expect(version).toBeGreaterThanOrEqual(first.training.version);
  }
  expect(statements).toBeGreaterThan(20);
  expect((await train(direct)).promoted).toBe(true);
});
