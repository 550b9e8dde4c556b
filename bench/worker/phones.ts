import type { ChildProcess } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { parseCampaign, runQueuesOn, submitCampaign } from '../../src/orchestrator/index.js';
import { awaitReadyLine, systemClock } from '../../src/platform/index.js';
import { printLine, printRows } from '../support/benchmark.js';
import type { BenchmarkOptions } from '../support/benchmark.js';
import { letEnd, nextMessage, prefer, spawnScript } from '../support/child.js';
import { manyPhones, startBenchFarm } from './bench-farm.js';
import type { BenchFarm } from './bench-farm.js';
import { pushBenchmark } from './push.js';
import type { WorkerSample } from './worker-process.js';

const phoneCount = 64;
const defaultMinutes = 10;
/** Time between two small campaigns: the machine has other work to do than the phones' benchmark tools. */
const campaignEveryMs = 15_000;
const workerPriority = -10;
const ready = z.looseObject({ event: z.literal('ready') });

/**
 * 64 virtual phones on one worker, which discovers, probes and leases them and measures small campaigns all the while: its
 * memory after garbage collection, minute by minute, and how late its event loop is. Then, how memory grows while 300 MB are
 * pushed to a slow phone.
 */
export async function phonesBenchmark({ minutes = defaultMinutes }: BenchmarkOptions = {}): Promise<void> {
  const farm = await startBenchFarm(manyPhones(phoneCount));
  try {
    const worker = await startWorkerProcess(farm);
    const samples = await watch(farm, worker, minutes);
    await letEnd(worker);
    report(samples, minutes);
    printLine(`  ${await measured(farm)} runs measured meanwhile`);
  } finally {
    await farm.close();
  }
  await pushBenchmark();
}

async function startWorkerProcess({
  databaseUrl,
  queueUrl,
  adb,
  database,
}: BenchFarm): Promise<ChildProcess> {
  const connections = String(phoneCount + 6);
  const args = [databaseUrl, queueUrl, String(adb.endpoint.port), connections];
  const worker = spawnScript('worker-process.ts', import.meta.url, args, ['--expose-gc']);
  prefer(worker, workerPriority);
  await awaitReadyLine(worker, ready);
  const startedAtMs = performance.now();
  while ((await database.prisma.phone.count({ where: { state: 'READY' } })) < phoneCount) {
    await systemClock.sleep(200);
  }
  const seconds = (performance.now() - startedAtMs) / 1000;
  printLine(`  ${phoneCount} phones attached after ${seconds.toFixed(0)} s`);
  return worker;
}

async function ask(worker: ChildProcess): Promise<WorkerSample> {
  worker.send('sample');
  return (await nextMessage(worker)) as WorkerSample;
}

async function watch(farm: BenchFarm, worker: ChildProcess, minutes: number): Promise<WorkerSample[]> {
  const everyMs = Math.min(60_000, (minutes * 60_000) / 8);
  const working = new AbortController();
  const campaigns = submitCampaigns(farm, working.signal);
  await ask(worker);
  const startedAtMs = performance.now();
  const samples: WorkerSample[] = [];
  printLine('    minute  resident MB  heap MB  outside MB  loop p50 ms    p99    max   CPU %  load');
  while (performance.now() - startedAtMs < minutes * 60_000 - 1) {
    await systemClock.sleep(everyMs);
    const sample = await ask(worker);
    samples.push(sample);
    printLine(lineOf((performance.now() - startedAtMs) / 60_000, sample));
  }
  working.abort();
  await campaigns;
  return samples;
}

function lineOf(minute: number, sample: WorkerSample): string {
  const { residentMb, heapMb, outsideHeapMb, delayP50Ms, delayP99Ms, delayMaxMs, cpuShare } = sample;
  const cells: [number, number][] = [
    ...([
      [minute, 10],
      [residentMb, 13],
      [heapMb, 9],
      [outsideHeapMb, 12],
    ] as [number, number][]),
    ...([
      [delayP50Ms, 13],
      [delayP99Ms, 7],
      [delayMaxMs, 7],
      [100 * cpuShare, 8],
    ] as [number, number][]),
    [loadavg()[0] ?? 0, 6],
  ];
  return cells.map(([value, width]) => value.toFixed(1).padStart(width)).join('');
}

/** A small campaign now and then, a run a job, so that the phones take turns. */
async function submitCampaigns({ database, queue }: BenchFarm, signal: AbortSignal): Promise<void> {
  const directory = fileURLToPath(new URL('../../configs/search-spaces/phones.yaml', import.meta.url));
  const queues = runQueuesOn(queue);
  for (let number = 0; !signal.aborted; number += 1) {
    const text = `
name: phones-${number}
owner: bench
seed: ${number}
scenarios: [1large-t1-float32-builtin-2.15]
operations:
  - { searchSpace: small-vision-networks.yaml, samples: 24, pack: 4 }
runsPerJob: 1
measurement: { warmupRuns: 1, runs: 5 }
`;
    await submitCampaign(database, queues, await parseCampaign(text, directory));
    await systemClock.sleep(campaignEveryMs, signal).catch(() => undefined);
  }
}

async function measured({ database }: BenchFarm): Promise<number> {
  return await database.prisma.run.count({ where: { state: 'DONE' } });
}

function report(samples: readonly WorkerSample[], minutes: number): void {
  // What is loaded and compiled on first use is no growth.
  const settled = samples.slice(Math.ceil(samples.length / 4));
  const perMinute = minutes / samples.length;
  const highest = Math.max(...samples.map(({ delayP99Ms }) => delayP99Ms));
  printRows([
    {
      measured: 'heap growth a minute, after the first quarter',
      value: slope(settled.map(({ heapMb }) => heapMb)) / perMinute,
      unit: 'MB',
      wanted: 'about 0',
    },
    {
      measured: 'resident memory growth a minute, after the first quarter',
      value: slope(settled.map(({ residentMb }) => residentMb)) / perMinute,
      unit: 'MB',
      wanted: 'about 0',
    },
    {
      measured: 'event-loop delay, 99th percentile of the worst interval',
      value: highest,
      unit: 'ms',
      wanted: 'below 100',
    },
  ]);
}

/** Of a line through equidistant values, by least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let product = 0;
  let squares = 0;
  for (const [index, value] of values.entries()) {
    product += (index - middle) * (value - mean);
    squares += (index - middle) ** 2;
  }
  return product / squares;
}
