import type { BenchmarkOptions } from '../../support/benchmark.js';
import { printAgreement } from './agreement.js';
import { printSpeed } from './speed.js';

/**
 * The cut for GPUs against the genuine delegate's, and how many networks are described, cut and predicted a second, beside another build
 * of this program in the same run.
 */
export async function gpuCutBenchmark({ baseline }: BenchmarkOptions): Promise<void> {
  await printAgreement();
  await printSpeed(baseline);
}
