import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import type { Benchmark } from '../support/benchmark.js';
import { printLine, printRows } from '../support/benchmark.js';
import { kernelGroups, storeBenchMeasurements, timings } from './measured.js';
import { withMeasuredDatabase, type CopyDatabase } from './measured-database.js';

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
  await withMeasuredDatabase(
    (database) => storeBenchMeasurements(database, scenarioKey),
    async (copy) => {
      const results = mains.map(({ name, main }) => ({
        ...{ name, main },
        seconds: [] as number[],
        errorPercent: NaN,
      }));
      for (let round = 0; round < rounds; round++) {
        for (const result of results) {
          const { seconds, errorPercent } = await timedTraining(result.main, copy);
          result.seconds.push(seconds);
          result.errorPercent = errorPercent;
        }
      }
      report(results);
    },
  );
};

/** On a busy machine builds before 1b35dec4 fail where storing takes more than 5 s. */
const attempts = 20;

/** Trains in a new copy of the database. */
async function timedTraining(
  main: string,
  copy: CopyDatabase,
): Promise<{ readonly seconds: number; readonly errorPercent: number }> {
  let failure: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const url = await copy();
    const begunMs = performance.now();
    try {
      const errorPercent = train(main, url);
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
