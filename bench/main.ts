import { activeBenchmark } from './active/active.js';
import { kernelsBenchmark } from './graph/kernels.js';
import { modelWriterBenchmark } from './graph/model-writer.js';
import type { Benchmark } from './support/benchmark.js';
import { trainerBenchmark } from './trainer/trainer.js';
import { phoneTimeBenchmark } from './worker/phone-time.js';

/** Every benchmark, by the name that `npm run bench -- NAME` asks for. */
const benchmarks: Readonly<Record<string, Benchmark>> = {
  active: activeBenchmark,
  kernels: kernelsBenchmark,
  'model-writer': modelWriterBenchmark,
  trainer: trainerBenchmark,
  worker: phoneTimeBenchmark,
};

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in benchmarks));
  if (unknown.length > 0 || names.length === 0) {
    process.stderr.write(`usage: npm run bench -- NAME…, of: ${Object.keys(benchmarks).join(', ')}\n`);
    return 2;
  }
  for (const name of names) {
    process.stdout.write(`${name}\n`);
    await benchmarks[name]?.();
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
