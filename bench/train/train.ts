import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { applyMigrations, openDatabase } from '../../src/platform/database/index.js';
import { createLogger, systemClock } from '../../src/platform/index.js';
import { createDatabase, startServices } from '../../src/platform/services/index.js';
import type { Benchmark } from '../support/benchmark.js';
import { printLine, printRows } from '../support/benchmark.js';
import { kernelGroups, storeBenchMeasurements, timings } from './measured.js';

const ownMain = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const scenarioKey = '1large-t1-float32-builtin-2.15';
/** Builds take turns, so that what else the machine does meets all of them alike. */
const rounds = 5;

const trained = z.object({
  trainingRows: z.number(),
  groups: z.array(z.object({ kernelGroup: z.string(), mapePercent: z.number().optional() })),
});

/**
 * How long `farm train` takes from start to end, the database included, beside the build of an earlier commit where `--baseline FOLDER`
 * names one (its checkout, built): on measurements made from a seed and stored in Postgres, each time in a copy of the database of its own.
 */
export const trainBenchmark: Benchmark = async ({ baseline }) => {
  const mains = [
    { name: 'this build', main: ownMain },
    ...(baseline === undefined
      ? []
      : [{ name: 'earlier build', main: join(baseline, 'dist', 'cli', 'main.js') }]),
  ];
  for (const { main } of mains)
    if (!existsSync(main)) throw new Error(`${main} is not there: run npm run build`);
  const directory = await mkdtemp(join(tmpdir(), 'farm-train-'));
  const services = await startServices(
    { dataDirectory: directory },
    { clock: systemClock, logger: createLogger({ level: 'warn' }), throwaway: true },
  );
  try {
    const url = (name: string) => Object.assign(new URL(services.databaseUrl), { pathname: `/${name}` }).href;
    await storeMeasured(url);
    const results = mains.map(({ name, main }) => ({
      name,
      main,
      seconds: [] as number[],
      errorPercent: NaN,
    }));
    for (let round = 0; round < rounds; round++) {
      for (const result of results) {
        const { seconds, errorPercent } = await timedTraining(result.main, url);
        result.seconds.push(seconds);
        result.errorPercent = errorPercent;
      }
    }
    report(results);
  } finally {
    await services.stop();
    await rm(directory, { recursive: true, force: true });
  }
};

const template = 'measured';

async function storeMeasured(url: (name: string) => string): Promise<void> {
  await createDatabase(url('postgres'), template);
  await applyMigrations(url(template));
  const database = await openDatabase(url(template));
  await storeBenchMeasurements(database, scenarioKey);
  // As the server does by itself within a minute.
  await database.pool.query('ANALYZE');
  await database.close();
}

/** On a busy machine builds before 1b35dec4 fail where storing takes more than 5 s. */
const attempts = 20;

/** Trains in a new copy of the database. */
async function timedTraining(
  main: string,
  url: (name: string) => string,
): Promise<{ readonly seconds: number; readonly errorPercent: number }> {
  let failure: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const copy = `copy_${randomUUID()}`;
    await createDatabase(url('postgres'), copy, template);
    const begunMs = performance.now();
    try {
      const errorPercent = train(main, url(copy));
      return { seconds: (performance.now() - begunMs) / 1000, errorPercent };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Runs `farm train`; returns the mean error in cross-validation over the kernel groups, percent. */
function train(main: string, databaseUrl: string): number {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'train', '--scenario', scenarioKey, '--json'],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, FARM_DATABASE_URL: databaseUrl },
    },
  );
  if (status !== 0) throw new Error(`${main} failed: ${stderr}`);
  const { groups } = trained.parse(JSON.parse(stdout));
  const errors = groups.flatMap(({ mapePercent }) => (mapePercent === undefined ? [] : [mapePercent]));
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

function report(
  results: readonly { readonly name: string; readonly seconds: number[]; readonly errorPercent: number }[],
): void {
  printLine(`  ${timings} timings of ${kernelGroups} kernel groups, medians of ${rounds} rounds`);
  const medians = results.map(({ seconds }) => seconds.toSorted((a, b) => a - b)[rounds >> 1] ?? NaN);
  const rows = results.flatMap(({ name, errorPercent }, place) => [
    { measured: `farm train, ${name}`, value: medians[place] as number, unit: 's', wanted: '-' },
    { measured: `mean error of kernel groups, ${name}`, value: errorPercent, unit: '%', wanted: '-' },
  ]);
  const [own, earlier] = medians;
  if (earlier === undefined) {
    printRows(rows);
    printLine('  no earlier build to compare with: --baseline FOLDER names one');
    return;
  }
  const ratio = {
    measured: 'this build to the earlier one',
    value: (own as number) / earlier,
    unit: 'times',
  };
  printRows([...rows, { ...ratio, wanted: 'at most 0.5' }]);
}
