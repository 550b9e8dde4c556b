import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { openDatabase, type Database } from '../../src/platform/database/index.js';
import type { Benchmark } from '../support/benchmark.js';
import { printLine, printRows } from '../support/benchmark.js';
import { storeBenchMeasurements } from './measured.js';
import { withMeasuredDatabase } from './measured-database.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const timingsOfScenario = 230;
const rounds = 3;
/** Of one device model, as a fleet's night has them. */
const scenarioKeys = ['1large-t1', '2large-t2', '3small-t3', '4small-t4'].flatMap((cores) =>
  [10, 11, 12, 13, 14, 15, 16, 17, 18].map((minor) => `${cores}-float32-builtin-2.${minor}`),
);

/**
 * How long a night of 36 scenarios takes (`farm nightly now`, the database included) on one process, and on one for each core: what one core more is worth.
 * Every night has a copy of the database of its own.
 */
export const nightlyBenchmark: Benchmark = async () => {
  if (!existsSync(main)) throw new Error(`${main} is not there: run npm run build`);
  await withMeasuredDatabase(storeScenarios, async (copy) => {
    const cores = availableParallelism();
    const times = new Map<number, number[]>([
      [1, []],
      [cores, []],
    ]);
    for (let round = 0; round < rounds; round++) {
      for (const [processes, seconds] of times) seconds.push(await timedNight(processes, await copy()));
    }
    report(times, cores);
  });
};

async function storeScenarios(database: Database): Promise<void> {
  for (const scenarioKey of scenarioKeys)
    await storeBenchMeasurements(database, scenarioKey, timingsOfScenario);
}

async function timedNight(processes: number, databaseUrl: string): Promise<number> {
  const begunMs = performance.now();
  const args = ['nightly', 'now', '--processes', String(processes)];
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, FARM_DATABASE_URL: databaseUrl },
  });
  const seconds = (performance.now() - begunMs) / 1000;
  if (status !== 0) throw new Error(`farm nightly now failed: ${stderr}`);
  const database = await openDatabase(databaseUrl);
  const releases = await database.prisma.release.count();
  await database.close();
  if (releases !== scenarioKeys.length) throw new Error(`${releases} releases came of the night`);
  return seconds;
}

function report(times: ReadonlyMap<number, readonly number[]>, cores: number): void {
  printLine(
    `  ${scenarioKeys.length} scenarios of ${timingsOfScenario} timings, medians of ${rounds} rounds`,
  );
  const median = (seconds: readonly number[] = []) => seconds.toSorted((a, b) => a - b)[rounds >> 1] ?? NaN;
  const [alone, together] = [median(times.get(1)), median(times.get(cores))];
  printRows([
    { measured: 'a night on one process', value: alone, unit: 's', wanted: '-' },
    { measured: `a night on ${cores} processes`, value: together, unit: 's', wanted: '-' },
    { measured: 'times as fast', value: alone / together, unit: '', wanted: `near ${cores}` },
  ]);
}
