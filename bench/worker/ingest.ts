import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { sha256Hex } from '../../src/graph/index.js';
import { insertRows, openDatabase } from '../../src/platform/database/index.js';
import type { Database } from '../../src/platform/database/index.js';
import { createLogger, systemClock } from '../../src/platform/index.js';
import { startServices } from '../../src/platform/services/index.js';
import { newOpTimings } from '../../src/tables/op-timing/op-timing-rows.js';
import { LeaseStore } from '../../src/worker/leases/index.js';
import { operationRows } from '../../src/worker/runs/results/run-columns.js';
import type { RunCircumstances, RunMeasurement } from '../../src/worker/runs/results/run-result.js';
import { RunStore } from '../../src/worker/runs/results/store-run.js';
import { convolutionSample, storeCampaign, storePhone } from '../../test/support/worker-records.js';
import type { Benchmark, BenchmarkRow } from '../support/benchmark.js';
import { printLine, printRows } from '../support/benchmark.js';

/** Operations of a run: those of a network of middle size. */
const operationsPerRun = 64;
const runsPerRound = 25;
const rounds = 7;

/**
 * Op timings that are stored in a second: as a worker stores a run, with its output, under the lease of its phone; the same of an earlier
 * build where `--baseline FOLDER` names one; and the bare rows, as one insert, by COPY and by Prisma's createMany. In turn, the median.
 */
export const ingestBenchmark: Benchmark = async ({ baseline }) => {
  const directory = await mkdtemp(join(tmpdir(), 'farm-bench-ingest-'));
  // The server's user reads in it.
  await chmod(directory, 0o755);
  const services = await startServices(
    { dataDirectory: directory },
    { clock: systemClock, logger: createLogger({ level: 'warn' }), throwaway: true },
  );
  const database = await openDatabase(services.databaseUrl);
  try {
    const ways = await waysToStore(database, directory, baseline);
    const rates = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
    for (let round = 0; round <= rounds; round++) {
      for (const [name, store] of Object.entries(ways)) {
        const rate = await rowsPerSecond(await openRuns(database), store);
        // The first round is for the just-in-time compilers and for the server's caches.
        if (round > 0) rates.get(name)?.push(rate);
      }
    }
    printRows([...rates].map(([measured, values]) => rateRow(measured, values)));
    if (baseline === undefined) printLine('  no earlier build to compare with: --baseline FOLDER names one');
  } finally {
    await database.close();
    await services.stop();
    await rm(directory, { recursive: true, force: true });
  }
};

type StoreRun = (runId: string) => Promise<unknown>;

async function waysToStore(
  database: Database,
  directory: string,
  baseline: string | undefined,
): Promise<Record<string, StoreRun>> {
  const leases = new LeaseStore(database.pool);
  const { phoneId } = await storePhone(database);
  const lease = await leases.acquire(phoneId, 'bench', 3_600_000);
  const finishing = (store: RunStore) => (runId: string) =>
    store.finish(lease, runId, circumstances(phoneId), measurement);
  const rows = (runId: string) => operationRows(runId, measurement.operations).timings;
  return {
    'runs, whole and under their lease': finishing(new RunStore(database, leases)),
    ...(baseline !== undefined && {
      'the same, of the earlier build': finishing(await earlierStore(baseline, database)),
    }),
    'bare rows, an array a column': (runId) => insertRows(database.pool, newOpTimings(rows(runId))),
    'bare rows, createMany': (runId) => database.prisma.opTiming.createMany({ data: [...rows(runId)] }),
    'bare rows, COPY of a file on the server': (runId) => copyRows(database, directory, runId),
  };
}

/** Earlier builds were handed the pool alone. */
async function earlierStore(folder: string, { pool, prisma }: Database): Promise<RunStore> {
  const load = (path: string) => import(pathToFileURL(join(folder, 'dist', 'worker', path)).href);
  const earlier = (await load('runs/results/store-run.js')) as { RunStore: typeof RunStore };
  const leases = (await load('leases/index.js')) as { LeaseStore: typeof LeaseStore };
  return new earlier.RunStore(Object.assign(pool, { pool, prisma }), new leases.LeaseStore(pool));
}

/** COPY of a file on the server: the rows neither travel nor are they parsed by a statement. The limit of what can be had. */
async function copyRows({ pool }: Database, directory: string, runId: string): Promise<void> {
  const file = join(directory, 'rows.tsv');
  const rows = Array.from({ length: operationsPerRun }, (_, ordinal) =>
    [runId, ordinal, ordinal, 'CONV_2D', '\\N', 100, 101.5, 50].join('\t'),
  );
  await writeFile(file, `${rows.join('\n')}\n`);
  await pool.query(
    `COPY "OpTiming" ("runId", ordinal, "operationIndex", operator, "configurationHash", "meanUs", "firstUs", count) FROM '${file}'`,
  );
}

async function rowsPerSecond(runIds: readonly string[], store: StoreRun): Promise<number> {
  const begin = performance.now();
  for (const runId of runIds) await store(runId);
  return (runIds.length * operationsPerRun) / ((performance.now() - begin) / 1000);
}

function rateRow(measured: string, values: readonly number[]): BenchmarkRow {
  const value = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
  return { measured, value, unit: 'rows/s', wanted: 'no fewer than of the earlier build' };
}

/** Runs of samples of their own, as they are planned. */
async function openRuns(database: Database): Promise<string[]> {
  const { poolKey } = await storePhone(database);
  const samples = Array.from({ length: runsPerRound }, (_, index) => convolutionSample(8 + index));
  return [...(await storeCampaign(database, poolKey, samples)).runIds];
}

const measurement: RunMeasurement = {
  verdict: 'ok',
  parserVersion: 1,
  clockSource: 'wall',
  inferenceMeanUs: 6_400,
  inferenceStdUs: 10,
  inferenceCount: 50,
  operationSumUs: 6_400,
  operations: Array.from({ length: operationsPerRun }, (_, operationIndex) => {
    const sample = convolutionSample(100 + operationIndex);
    const [configuration] = sample.kind === 'operations' ? sample.configurations : [];
    return {
      ...{ operationIndex, operator: 'CONV_2D', meanUs: 100, firstUs: 101.5, count: 50 },
      ...(configuration === undefined ? {} : { configuration }),
    };
  }),
};

function circumstances(phoneId: string): RunCircumstances {
  return {
    phoneId,
    startedAt: new Date(),
    finishedAt: new Date(),
    phoneBusyMs: 2_000,
    toolMs: 1_900,
    words: ['benchmark_model', '--graph=model.tflite'],
    conditions: { before: {}, after: {} },
    modelSha256: sha256Hex(randomUUID()),
    output: {
      exitCode: 0,
      stdout: Buffer.from(`${randomUUID()} `.repeat(500)),
      stderr: Buffer.from(''),
    },
  };
}
