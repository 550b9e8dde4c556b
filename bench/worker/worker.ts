import type { BenchmarkOptions } from '../support/benchmark.js';
import { phoneTimeBenchmark } from './phone-time.js';
import { phonesBenchmark } from './phones.js';

/** How well a phone's time is used, how many phones one worker host can have, and what a slow one costs it. */
export async function workerBenchmark(options: BenchmarkOptions): Promise<void> {
  await phoneTimeBenchmark();
  await phonesBenchmark(options);
}
