import { parseArgs } from 'node:util';

import { activeBenchmark } from './active/active.js';
import { liveActiveBenchmark } from './active/live.js';
import { apiBenchmark } from './api/api.js';
import { dashboardBenchmark } from './dashboard/dashboard.js';
import { gpuCutBenchmark } from './graph/gpu-cut/gpu-cut.js';
import { kernelsBenchmark } from './graph/kernels.js';
import { modelReaderBenchmark } from './graph/model-reader.js';
import { modelWriterBenchmark } from './graph/model-writer.js';
import { npmNetworksBenchmark } from './graph/npm-networks.js';
import { compareResults, printResultsAsJson, recordResults } from './results/results.js';
import { startupBenchmark } from './startup/startup.js';
import type { Benchmark, BenchmarkOptions } from './support/benchmark.js';
import { ownNetworksBenchmark } from './own-networks/own-networks.js';
import { nightlyBenchmark } from './train/nightly.js';
import { trainBenchmark } from './train/train.js';
import { totalsBenchmark } from './totals/totals.js';
import { trainerBenchmark } from './trainer/trainer.js';
import { ingestBenchmark } from './worker/ingest.js';
import { phoneTimeBenchmark } from './worker/phone-time.js';
import { phonesBenchmark } from './worker/phones.js';
import { workerBenchmark } from './worker/worker.js';
import { xnnpackNetworksBenchmark } from './xnnpack-networks/xnnpack-networks.js';

/** Every benchmark, by the name that `npm run bench -- NAME` asks for. */
const benchmarks: Readonly<Record<string, Benchmark>> = {
  active: activeBenchmark,
  'active-live': liveActiveBenchmark,
  api: apiBenchmark,
  dashboard: dashboardBenchmark,
  'gpu-cut': gpuCutBenchmark,
  ingest: ingestBenchmark,
  kernels: kernelsBenchmark,
  'model-reader': modelReaderBenchmark,
  'model-writer': modelWriterBenchmark,
  nightly: nightlyBenchmark,
  'npm-networks': npmNetworksBenchmark,
  'own-networks': ownNetworksBenchmark,
  'phone-time': phoneTimeBenchmark,
  phones: phonesBenchmark,
  startup: startupBenchmark,
  train: trainBenchmark,
  totals: totalsBenchmark,
  trainer: trainerBenchmark,
  worker: workerBenchmark,
  'xnnpack-networks': xnnpackNetworksBenchmark,
};

/** Benchmarks whose JSON tells more than the rows that they print. */
const namesWithOwnJson = ['totals'];

function wrongUsage(): number {
  const names = Object.keys(benchmarks).join(', ');
  process.stderr.write(
    `usage: npm run bench -- [record|compare] NAME… [--minutes NUMBER] [--baseline FOLDER] [--json], of: ${names}\n`,
  );
  return 2;
}

/** What is done with what benchmarks print: shown, put into RESULTS.md, or set beside what stands there. */
type Mode = 'run' | 'record' | 'compare';

interface CommandLine {
  readonly mode: Mode;
  readonly names: readonly string[];
  readonly options: BenchmarkOptions;
}

/** A command line; undefined when it is wrong. */
function parsed(args: readonly string[]): CommandLine | undefined {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { minutes: { type: 'string' }, baseline: { type: 'string' }, json: { type: 'boolean' } },
  });
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  const [first] = positionals;
  const mode = first === 'record' || first === 'compare' ? first : 'run';
  const names = mode === 'run' ? positionals : positionals.slice(1);
  const known = (names.length > 0 || mode === 'compare') && names.every((name) => name in benchmarks);
  if (!known || Object.keys(values).some((name) => !['minutes', 'baseline', 'json'].includes(name)))
    return undefined;
  if (minutes !== undefined && !(minutes > 0)) return undefined;
  const baseline = typeof values.baseline === 'string' ? values.baseline : undefined;
  return {
    ...{ mode, names },
    options: { ...(minutes && { minutes }), ...(baseline && { baseline }), json: values.json === true },
  };
}

async function main(args: readonly string[]): Promise<number> {
  const wanted = parsed(args);
  if (wanted === undefined) return wrongUsage();
  const { mode, names, options } = wanted;
  const { minutes, baseline, json = false } = options;
  const handedOn = [
    ...(minutes === undefined ? [] : ['--minutes', String(minutes)]),
    ...(baseline === undefined ? [] : ['--baseline', baseline]),
  ];
  if (mode === 'record') await recordResults(names, handedOn);
  else if (mode === 'compare') await compareResults(names, handedOn, json);
  else if (json && names.some((name) => !namesWithOwnJson.includes(name)))
    await printResultsAsJson(names, handedOn);
  else for (const name of names) await run(name, options);
  return 0;
}

async function run(name: string, options: BenchmarkOptions): Promise<void> {
  if (options.json !== true) process.stdout.write(`${name}\n`);
  await benchmarks[name]?.(options);
}

process.exitCode = await main(process.argv.slice(2));
