import type { LearnerName } from '../../../learning/learners/catalogue.js';
import type { Random } from '../../../learning/random/random.js';
import { fitKernelSet, learnedGroups } from '../../fit/fit-kernel-set.js';
import { trainingSetHash, type LatencyRow } from '../../material/latency-rows.js';
import type { SourcePhone } from './measured-pool.js';

const learner: LearnerName = 'roofline';

/** What a phone takes for any kernel, learned from all that was measured on it. */
export function sourcePhone(rows: readonly LatencyRow[], random: Random): SourcePhone {
  const groups = learnedGroups(rows);
  const choices = groups.map(({ kernelGroup }) => ({ kernelGroup, learner, mapePercent: {} }));
  const origin = { seed: 0, codeVersion: '', trainingSetHash: trainingSetHash(rows) };
  const kernels = fitKernelSet(groups, choices, random, origin);
  return ({ kernelGroup, features }) => kernels.predict(kernelGroup, features).latencyUs;
}
