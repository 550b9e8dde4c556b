import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

import { graphOfConfigurations, writeTflite } from '../../src/graph/index.js';
import type { OperationConfiguration } from '../../src/graph/index.js';
import { parseCampaign, runQueuesOn, submitCampaign } from '../../src/orchestrator/index.js';
import type { Campaign } from '../../src/orchestrator/index.js';
import { silentLogger, systemClock } from '../../src/platform/index.js';
import { AdbPhone } from '../../src/worker/adb/index.js';
import { startWorker } from '../../src/worker/index.js';
import { canBeGenuine } from '../../test/support/genuine-phone.js';
import { printLine, printRows } from '../support/benchmark.js';
import { oneGenuinePhone, onePhone, startBenchFarm } from './bench-farm.js';
import type { BenchFarm, StartPhones } from './bench-farm.js';

const configurationCount = 500;
/** The plain way takes long: so many configurations tell its pace. */
const plainCount = 40;

const campaignText = `
name: phone-time
owner: bench
scenarios: [1large-t1-float32-builtin-2.15]
operations:
  - { searchSpace: small-vision-networks.yaml, samples: ${configurationCount}, pack: 12 }
runsPerJob: 14
measurement: { warmupRuns: 1, runs: 20 }
`;

/** Phones to measure on: of software throughout, and one whose adbd, shell and tools are Android's own; with the mask of their largest core. */
const phones: Readonly<Record<string, { readonly start: StartPhones; readonly largeCore: string }>> = {
  'a virtual phone': { start: onePhone, largeCore: '80' },
  ...(canBeGenuine()
    ? { "a phone with Android's own adbd": { start: oneGenuinePhone, largeCore: '2' } }
    : {}),
};

/**
 * Share of a phone's time that is spent inside the benchmark tool over a campaign, and operation configurations per minute of
 * phone time, beside the plain way on the same phone in the same run: one push and one shell a model, one after the other.
 */
export async function phoneTimeBenchmark(): Promise<void> {
  if (!canBeGenuine()) printLine("  not measured on Android's own adbd, which cannot be had here");
  for (const [name, { start, largeCore }] of Object.entries(phones)) {
    const load = loadavg()[0] ?? 0;
    printLine(`  on ${name}; the machine's load at the start is ${load.toFixed(1)}`);
    await measurePhone(start, largeCore);
  }
}

async function measurePhone(start: StartPhones, largeCore: string): Promise<void> {
  const farm = await startBenchFarm(start);
  try {
    const campaignFile = fileURLToPath(
      new URL('../../configs/search-spaces/phone-time.yaml', import.meta.url),
    );
    const campaign = await parseCampaign(campaignText, campaignFile);
    const plainPerMinute = await plainWay(farm, campaign, largeCore);
    const { perMinute, share } = await throughTheWorker(farm, campaign);
    printLine(`  ${configurationCount} configurations through the worker, ${plainCount} the plain way`);
    printRows([
      {
        measured: 'share of phone time inside the tool',
        value: 100 * share,
        unit: '%',
        wanted: 'at least 96',
      },
      {
        measured: 'configurations per phone minute',
        value: perMinute,
        unit: '/min',
        wanted: 'more than plainly',
      },
      { measured: 'the same, the plain way', value: plainPerMinute, unit: '/min', wanted: 'for comparison' },
      {
        measured: 'how many times as many',
        value: perMinute / plainPerMinute,
        unit: '×',
        wanted: 'at least 5',
      },
    ]);
  } finally {
    await farm.close();
  }
}

async function throughTheWorker(
  { database, queue, adb }: BenchFarm,
  campaign: Campaign,
): Promise<{ perMinute: number; share: number }> {
  const worker = await startWorker({
    database,
    queue,
    adb: adb.endpoint,
    clock: systemClock,
    logger: silentLogger(),
    hostName: 'bench',
    maxMeasurements: 1,
  });
  try {
    await until(async () => (await database.prisma.phone.count({ where: { state: 'READY' } })) === 1);
    const startedAtMs = performance.now();
    const { id } = await submitCampaign(database, runQueuesOn(queue), campaign);
    await until(async () => {
      const states = ['PENDING' as const, 'RUNNING' as const];
      return (await database.prisma.run.count({ where: { campaignId: id, state: { in: states } } })) === 0;
    });
    const phoneMinutes = (performance.now() - startedAtMs) / 60_000;
    const { _sum: sum } = await database.prisma.run.aggregate({
      where: { campaignId: id },
      _sum: { toolMs: true },
    });
    const measured = await database.prisma.opTiming.count({ where: { run: { campaignId: id } } });
    return { perMinute: measured / phoneMinutes, share: (sum.toolMs ?? 0) / 60_000 / phoneMinutes };
  } finally {
    await worker.stop();
  }
}

/** As a plain script does it: every model is pushed and executed by itself. Returns configurations per minute. */
async function plainWay(
  { adb, adbSerials, tool }: BenchFarm,
  campaign: Campaign,
  largeCore: string,
): Promise<number> {
  const phone = new AdbPhone(adb, adbSerials[0] ?? '');
  const folder = '/data/local/tmp/plain';
  await phone.push([{ path: `${folder}/benchmark_model`, content: tool, mode: 0o755 }]);
  const startedAtMs = performance.now();
  for (const configuration of configurationsOf(campaign).slice(0, plainCount)) {
    const model = writeTflite(graphOfConfigurations([configuration]));
    await phone.push([{ path: `${folder}/model.tflite`, content: model }]);
    await phone.shell(
      `cd ${folder} && taskset ${largeCore} ./benchmark_model --graph=${folder}/model.tflite --num_threads=1 --num_runs=20 ` +
        '--min_secs=0 --warmup_runs=1 --warmup_min_secs=0 --use_xnnpack=false --enable_op_profiling=true',
    );
  }
  return plainCount / ((performance.now() - startedAtMs) / 60_000);
}

function configurationsOf({ samples }: Campaign): OperationConfiguration[] {
  return samples.flatMap(({ spec }) => (spec.kind === 'operations' ? spec.configurations : []));
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await systemClock.sleep(100);
}
