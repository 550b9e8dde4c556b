import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Benchmark, BenchmarkRow } from '../support/benchmark.js';
import { printLine, printRows } from '../support/benchmark.js';
import { medianCpuMs, runProgram } from './process-cpu.js';
import type { MeasuredProgram } from './process-cpu.js';

const ownMain = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Rounds in turn, so that what else the machine does meets all of them alike. */
const rounds = 5;

/**
 * How much CPU time commands take from beginning to end, beside an empty Node program, and beside the build of an earlier commit where
 * `--baseline FOLDER` names one (its checkout, built).
 */
export const startupBenchmark: Benchmark = async ({ baseline }) => {
  const earlierMain = baseline === undefined ? undefined : join(baseline, 'dist', 'cli', 'main.js');
  for (const main of [ownMain, earlierMain]) {
    if (main !== undefined && !existsSync(main)) throw new Error(`${main} is not there: run npm run build`);
  }
  const farms: Farm[] = [];
  try {
    const own = await startFarm(ownMain, farms);
    const earlier = earlierMain === undefined ? undefined : await startFarm(earlierMain, farms);
    const cpuMs = medianCpuMs(
      {
        empty: { args: ['-e', '0'] },
        version: { args: [ownMain, '--version'] },
        help: { args: [ownMain, '--help'] },
        list: farmProgram(own, 'campaign', 'ls'),
        ...(earlier === undefined ? {} : { earlierList: farmProgram(earlier, 'campaign', 'ls') }),
      },
      rounds,
    );
    printRows(rowsOf(cpuMs));
    if (earlier === undefined) printLine('  no earlier build to compare with: --baseline FOLDER names one');
  } finally {
    for (const farm of farms) await stopFarm(farm);
  }
};

/** A running farm without phones, and the build that started it. */
interface Farm {
  readonly main: string;
  readonly directory: string;
}

async function startFarm(main: string, started: Farm[]): Promise<Farm> {
  const farm = { main, directory: await mkdtemp(join(tmpdir(), 'farm-startup-')) };
  started.push(farm);
  runProgram(farmProgram(farm, 'up', '--phones', '0'));
  return farm;
}

async function stopFarm(farm: Farm): Promise<void> {
  runProgram(farmProgram(farm, 'down'));
  await rm(farm.directory, { recursive: true, force: true });
}

function farmProgram({ main, directory }: Farm, ...args: string[]): MeasuredProgram {
  return { args: [main, ...args], env: { FARM_DATA_DIR: directory } };
}

function rowsOf(cpuMs: Readonly<Record<string, number>>): BenchmarkRow[] {
  const of = (name: string) => cpuMs[name] ?? NaN;
  const ms = (measured: string, name: string): BenchmarkRow => ({
    measured,
    value: of(name),
    unit: 'ms of CPU',
    wanted: '-',
  });
  const ratio = (measured: string, name: string, peer: string, wanted: string): BenchmarkRow => ({
    measured,
    value: of(name) / of(peer),
    unit: 'times',
    wanted,
  });
  const rows = [
    ms('node -e 0', 'empty'),
    ms('farm --version', 'version'),
    ms('farm --help', 'help'),
    ms('farm campaign ls', 'list'),
    ratio('farm --version to node -e 0', 'version', 'empty', 'at most 3'),
    ratio('farm --help to node -e 0', 'help', 'empty', 'at most 3'),
  ];
  if (!('earlierList' in cpuMs)) return rows;
  return [
    ...rows,
    ms('farm campaign ls, earlier build', 'earlierList'),
    ratio('farm campaign ls to the earlier build', 'list', 'earlierList', 'at most 0.35'),
  ];
}
