import { relativeError } from '../../learning/validation/metrics.js';
import type { KernelSet } from '../../predictor/kernels/kernel-set.js';
import { endToEndUs, type Overhead } from '../../predictor/totals/overhead.js';
import type { HeldOutNetwork } from '../calibration/held-out-networks.js';
import { heldOutByOverhead, overheadOf } from '../fit/fit-overhead.js';
import {
  familyWeights,
  networkFamily,
  type MeasuredNetwork,
  type HeldOutError,
} from '../material/measured-networks.js';
import type { TrainingMaterial } from '../material/training-material.js';
import type { DoubtedTotal } from '../totals/doubted-totals.js';
import { learnCorrection, type LearnedCorrection, type NetworkSums } from '../totals/learn-correction.js';
import type { LearnedRates } from '../totals/learn-rates.js';
import type { KernelsOfGraph } from './kernels-of-graph.js';

/** What was decided on whole networks' times beside timings of operations, as a release tells it. */
export interface TotalsDecision {
  /** `operations`: they add up to networks as they are; `both`: by factors that whole networks' times tell; `totals`: these alone. */
  readonly used: 'operations' | 'both' | 'totals';
  /** Networks of which nothing but the whole was timed. */
  readonly wholeNetworks: number;
  readonly reason: string;
}

/** How operations add up to networks, after all that whole networks' times say of it. */
export interface WeighedTotals {
  readonly overhead: Overhead;
  /** Whole networks, by what other families teach of how operations add up. */
  readonly heldOut: readonly HeldOutError[];
  /** Networks of which nothing but the whole was timed, predicted operation by operation. */
  readonly wholes: readonly HeldOutNetwork[];
  /** Where they are likelier by what whole networks' times teach alone: that answers in place of operations. */
  readonly rates?: LearnedRates;
  /** Absent where there was nothing to decide: too few networks were timed as wholes. */
  readonly decision?: TotalsDecision;
  readonly doubted: readonly DoubtedTotal[];
}

export interface WeighTotalsOptions {
  /** Learns of whole networks' times alone. */
  readonly ratesAlone: () => LearnedRates;
  /** What operations of a graph take; without it nothing is learned of networks of which only the whole was timed. */
  readonly kernelsOf?: KernelsOfGraph;
}

/** What is less plain is believed unless networks are so many times likelier otherwise: of few families, chance makes them 1.2 times so. */
const clearly = Math.log(1.25);
/** Fewer networks, or of fewer families, do not take the place of timings of operations. */
const fewestToReplace = { networks: 8, families: 3 };

/**
 * Learns from whole networks' times beside timings of operations, where there are both: how operations add up as they are, corrected by a factor
 * for each kernel group, or not used at all, is decided by which of them makes networks of families that are held out clearly likelier (errors
 * taken to be Laplace's, each with its own mean: the lesser mean error is the likelier).
 */
export function weighTotals(
  material: TrainingMaterial,
  kernels: KernelSet,
  { kernelsOf, ratesAlone }: WeighTotalsOptions,
): WeighedTotals {
  const wholes = kernelsOf === undefined ? [] : wholesOf(material, kernels, kernelsOf);
  const sums = [...material.networks.flatMap(sumsOfNetwork), ...wholes.map(({ sums: own }) => own)];
  const overhead = overheadOf(material);
  const ofWholes = wholes.map((each) => errorBy(overhead, each.sums));
  const alone = { overhead, heldOut: [...heldOutByOverhead(material.networks), ...ofWholes], doubted: [] };
  if (new Set(sums.map(({ family }) => family)).size < 2) return withWholes(alone, wholes);
  const corrected = learnCorrection(sums);
  const { doubted } = corrected;
  const isTrusted = trusts(doubted);
  const gain = gainOf(corrected.heldOut.filter(isTrusted), alone.heldOut.filter(isTrusted));
  const best = withWholes(gain > clearly ? corrected : { ...alone, doubted }, wholes);
  const withoutOperations = replacing(wholes, best, ratesAlone);
  if (withoutOperations !== undefined) return { ...best, ...withoutOperations };
  const used = gain > clearly ? ('both' as const) : ('operations' as const);
  const reason = `networks held out are ${likelier(gain)} with factors of kernel groups`;
  return { ...best, decision: { used, wholeNetworks: wholes.length, reason } };
}

/** The same without what is doubted, and with the networks of which nothing but the whole was timed as it predicts them. */
function withWholes(
  { overhead, heldOut, doubted }: LearnedCorrection,
  wholes: readonly Whole[],
): Omit<WeighedTotals, 'decision' | 'rates'> {
  const trusted = heldOut.filter(trusts(doubted));
  const predicted = new Map(trusted.map(({ network, predictedUs }) => [network, predictedUs]));
  const known = wholes.flatMap(({ sums: { network }, heldOut: whole }) => {
    const wholePredictedUs = predicted.get(network);
    return wholePredictedUs === undefined ? [] : [{ ...whole, wholePredictedUs }];
  });
  return { overhead, heldOut: trusted, wholes: known, doubted };
}

/** A network of which nothing but the whole was timed. */
interface Whole {
  readonly sums: NetworkSums;
  readonly heldOut: HeldOutNetwork;
}

/** A kernel that had to be guessed is taken to be off by so much. */
const guessedSpread = 0.5;

function wholesOf({ totals }: TrainingMaterial, kernels: KernelSet, kernelsOf: KernelsOfGraph): Whole[] {
  const predict = kernelsOf(kernels);
  return totals.flatMap(({ network, family, graph, us, stdUs, operationsTimed }) => {
    const predicted = operationsTimed ? undefined : predict(graph);
    if (predicted === undefined) return [];
    const sumUs = predicted.reduce((sum, { predictedUs }) => sum + predictedUs, 0);
    const guessedUs = predicted.reduce((sum, each) => sum + (each.distance > 0 ? each.predictedUs : 0), 0);
    // Half of the spread of repetitions counts as noise.
    const noiseUs = Math.hypot(stdUs, (2 * guessedSpread * us * guessedUs) / sumUs);
    const sums = {
      network,
      family,
      us,
      stdUs: noiseUs,
      kernels: predicted.length,
      sumsUs: sumsBy(predicted),
    };
    const measured: MeasuredNetwork = {
      ...{ name: network, kernels: [], kernelCount: predicted.length },
      ...{ operationSumUs: sumUs, endToEndUs: us },
    };
    const known = predicted.map((each) => ({ ...each, latencyUs: each.predictedUs }));
    return [{ sums, heldOut: { network: measured, kernels: known } }];
  });
}

/** What learners do not understand of a network's kernels. */
const notUnderstood = '';

function sumsOfNetwork(network: MeasuredNetwork): NetworkSums[] {
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

function errorBy(overhead: Overhead, { network, family, us, kernels, sumsUs }: NetworkSums): HeldOutError {
  const sumUs = [...sumsUs.values()].reduce((sum, each) => sum + each, 0);
  const predictedUs = endToEndUs(overhead, sumUs, kernels);
  return { network, family, predictedUs, error: relativeError(predictedUs, us) };
}

const trusts = (doubted: readonly DoubtedTotal[]) => {
  const names = new Set(doubted.map(({ network }) => network));
  return ({ network }: { readonly network: string }) => !names.has(network);
};

/** Logarithm of how many times likelier each network is by one than by the other. */
function gainOf(one: readonly HeldOutError[], other: readonly HeldOutError[]): number {
  const [here, there] = [meanError(one), meanError(other)];
  return Number.isFinite(here) && Number.isFinite(there) ? Math.log(there / here) : 0;
}

/** A family counts as the square root of its networks, whose errors are alike. */
function meanError(heldOut: readonly HeldOutError[]): number {
  const weights = familyWeights(heldOut.map(({ family }) => family));
  const sum = heldOut.reduce((all, { error }, index) => all + error * (weights[index] as number), 0);
  return sum / weights.reduce((all, weight) => all + weight, 0);
}

/** What answers in place of operations, where networks of which only the whole was timed are likelier by it. */
function replacing(
  wholes: readonly Whole[],
  best: Pick<WeighedTotals, 'heldOut' | 'doubted'>,
  ratesAlone: () => LearnedRates,
): Pick<WeighedTotals, 'rates' | 'decision' | 'doubted'> | undefined {
  const families = new Set(wholes.map(({ sums }) => sums.family));
  if (wholes.length < fewestToReplace.networks || families.size < fewestToReplace.families) return undefined;
  const rates = ratesAlone();
  const names = new Set(wholes.map(({ sums }) => sums.network));
  const [isTrusted, isTrustedHere] = [trusts(rates.doubted), trusts(best.doubted)];
  const judged = (each: HeldOutError) => names.has(each.network) && isTrusted(each) && isTrustedHere(each);
  const gain = gainOf(rates.heldOut.filter(judged), best.heldOut.filter(judged));
  if (gain <= clearly) return undefined;
  const reason = `networks held out are ${likelier(gain)} by whole networks' times alone than by operations`;
  const decision = { used: 'totals' as const, wholeNetworks: wholes.length, reason };
  return { rates, decision, doubted: rates.doubted };
}

function likelier(gain: number): string {
  return `${Math.exp(Math.abs(gain)).toPrecision(2)} times ${gain > 0 ? 'likelier' : 'less likely'}`;
}
