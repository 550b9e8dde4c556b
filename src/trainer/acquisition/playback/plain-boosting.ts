import { withLoss } from '../../../learning/learners/loss.js';
import { boosting } from '../../../learning/learners/trees/boosting.js';
import type { Random } from '../../../learning/random/random.js';
import { groupRows } from '../../material/latency-rows.js';
import type { Candidate } from '../pool/candidate-pool.js';
import type { MeasuredCandidate } from '../surface/latency-surface.js';

/** Gradient boosting as the paper that this project implements uses it: squared error of microseconds, a model for each group. */
const plainBoosting = withLoss(
  boosting({
    trees: 200,
    learningRate: 0.1,
    maxLeaves: 12,
    minRowsPerLeaf: 2,
    ridge: 1,
    rowShare: 1,
    featureShare: 1,
  }),
  'squared',
);

/**
 * Latencies of kernels by plain boosting on what was measured, µs: the peer that active campaigns are compared with. A kernel of
 * a group without a measurement gets the mean of all.
 */
export function plainBoostingUs(
  candidates: readonly Candidate[],
  measured: readonly MeasuredCandidate[],
  kernels: readonly Candidate[],
  random: Random,
): Float64Array {
  const rows = measured.map(({ candidate, latencyUs }) => ({
    ...(candidates[candidate] as Candidate),
    latencyUs,
  }));
  const meanUs = rows.reduce((sum, { latencyUs }) => sum + latencyUs, 0) / rows.length;
  const models = new Map(
    groupRows(rows).map(({ kernelGroup, table, latencyUs }) => {
      const model = plainBoosting.fit({ table, target: latencyUs }, random.split(kernelGroup));
      return [kernelGroup, { names: table.names, model }];
    }),
  );
  return Float64Array.from(kernels, ({ kernelGroup, features }) => {
    const known = models.get(kernelGroup);
    if (known === undefined) return meanUs;
    return known.model.predictRow(Float64Array.from(known.names, (name) => features[name] ?? 0));
  });
}
