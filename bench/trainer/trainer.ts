import { accuracyBenchmark } from './accuracy.js';
import { blocksBenchmark } from './blocks.js';
import { serviceBenchmark } from './service.js';

/** Predictors: how accurate, against peers on the same rows; how fast to make, and to ask. */
export function trainerBenchmark(): void {
  serviceBenchmark();
  blocksBenchmark();
  accuracyBenchmark();
}
