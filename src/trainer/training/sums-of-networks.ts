import type { HeldOutNetwork } from '../calibration/held-out-networks.js';
import { networkFamily, type MeasuredNetwork } from '../material/measured-networks.js';
import type { MeasuredTotal, UnknownTotal } from '../material/measured-total.js';
import type { NetworkSums } from '../totals/learn-correction.js';
import type { KernelsOfGraph, PredictedKernel } from './kernels-of-graph.js';

/** A network of which nothing but the whole was timed. */
export interface Whole {
  readonly sums: NetworkSums;
  readonly heldOut: HeldOutNetwork;
}

/** A kernel that had to be guessed is taken to be off by so much. */
const guessedSpread = 0.5;

/** Networks of which nothing but the whole was timed, as `predict` tells of their kernels, and those that it does not know whole. */
export function wholesOf(
  totals: readonly MeasuredTotal[],
  predict: ReturnType<KernelsOfGraph>,
): { readonly wholes: readonly Whole[]; readonly unpredicted: readonly UnknownTotal[] } {
  const wholes: Whole[] = [];
  const unpredicted: UnknownTotal[] = [];
  for (const total of totals.filter(({ operationsTimed }) => !operationsTimed)) {
    const predicted = predict(total.graph) ?? [];
    const sumUs = predicted.reduce((sum, { predictedUs }) => sum + predictedUs, 0);
    if (sumUs > 0) wholes.push(wholeOf(total, predicted, sumUs));
    else
      unpredicted.push({ network: total.network, reason: 'timings of operations do not tell of all of it' });
  }
  return { wholes, unpredicted };
}

function wholeOf(
  { network, family, us, stdUs }: MeasuredTotal,
  predicted: readonly PredictedKernel[],
  sumUs: number,
): Whole {
  const guessedUs = predicted.reduce((sum, each) => sum + (each.distance > 0 ? each.predictedUs : 0), 0);
  // Half of the spread of repetitions counts as noise.
  const noiseUs = Math.hypot(stdUs, (2 * guessedSpread * us * guessedUs) / sumUs);
  const kernelCount = predicted.length;
  const sums = {
    ...{ network, family, us, stdUs: noiseUs },
    ...{ kernels: kernelCount, sumsUs: sumsBy(predicted) },
  };
  const measured: MeasuredNetwork = {
    ...{ name: network, kernels: [], kernelCount },
    ...{ operationSumUs: sumUs, endToEndUs: us },
  };
  const known = predicted.map((each) => ({ ...each, latencyUs: each.predictedUs }));
  return { sums, heldOut: { network: measured, kernels: known } };
}

/** What learners do not understand of a network's kernels. */
const notUnderstood = '';

/** A network whose operations were timed; empty where its whole was not. */
export function sumsOfNetwork(network: MeasuredNetwork): NetworkSums[] {
  const { name, kernels, kernelCount, operationSumUs, endToEndUs: us } = network;
  if (us === undefined) return [];
  const sumsUs = sumsBy(
    kernels.map(({ kernelGroup, latencyUs }) => ({ kernelGroup, predictedUs: latencyUs })),
  );
  const knownUs = [...sumsUs.values()].reduce((sum, each) => sum + each, 0);
  sumsUs.set(notUnderstood, operationSumUs - knownUs);
  return [{ network: name, family: networkFamily(name), us, stdUs: 0, kernels: kernelCount, sumsUs }];
}

function sumsBy(
  kernels: readonly { readonly kernelGroup: string; readonly predictedUs: number }[],
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { kernelGroup, predictedUs } of kernels)
    sums.set(kernelGroup, (sums.get(kernelGroup) ?? 0) + predictedUs);
  return sums;
}
