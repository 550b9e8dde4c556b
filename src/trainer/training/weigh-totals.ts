import { relativeError } from '../../learning/validation/metrics.js';
import type { KernelSet } from '../../predictor/kernels/kernel-set.js';
import { endToEndUs, type Overhead } from '../../predictor/totals/overhead.js';
import type { HeldOutNetwork } from '../calibration/held-out-networks.js';
import { heldOutByOverhead, overheadOf } from '../fit/fit-overhead.js';
import { familyWeights, type HeldOutError } from '../material/measured-networks.js';
import type { TrainingMaterial } from '../material/training-material.js';
import type { UnknownTotal } from '../material/measured-total.js';
import { doubtedTotal, type DoubtedTotal } from '../totals/doubted-totals.js';
import {
  areBelievable,
  learnCorrection,
  type LearnedCorrection,
  type NetworkSums,
} from '../totals/learn-correction.js';
import type { LearnedRates } from '../totals/learn-rates.js';
import type { KernelsOfGraph } from './kernels-of-graph.js';
import { sumsOfNetwork, wholesOf, type Whole } from './sums-of-networks.js';

/** What was decided on whole networks' times beside timings of operations, as a release tells it. */
export interface TotalsDecision {
  /** `operations`: they add up to networks as they are; `both`: by factors that whole networks' times tell; `totals`: these alone. */
  readonly used: 'operations' | 'both' | 'totals';
  /** Networks of which nothing but the whole was timed, without those that are doubted. */
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
  /** Not learned from. */
  readonly doubted: readonly DoubtedTotal[];
  /** Networks that operations tell nothing of, for not all of theirs are known: not learned from. */
  readonly unpredicted: readonly UnknownTotal[];
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
  const { wholes: known, unpredicted } =
    kernelsOf === undefined ? { wholes: [], unpredicted: [] } : wholesOf(material.totals, kernelsOf(kernels));
  const overhead = overheadOf(material);
  const contradicting = contradictingTotals(known, overhead);
  const wholes = contradicting.length > 0 ? [] : known;
  const sums = [...material.networks.flatMap(sumsOfNetwork), ...wholes.map(({ sums: own }) => own)];
  const ofWholes = wholes.map((each) => errorBy(overhead, each.sums));
  const alone = {
    ...{ overhead, doubted: contradicting },
    heldOut: [...heldOutByOverhead(material.networks), ...ofWholes],
  };
  if (new Set(sums.map(({ family }) => family)).size < 2) {
    const decision = { used: 'operations' as const, wholeNetworks: 0, reason: contradictory };
    return { ...withWholes(alone, wholes), unpredicted, ...(contradicting.length > 0 && { decision }) };
  }
  const corrected = learnCorrection(sums);
  const isTrusted = trusts(corrected.doubted);
  const gain = gainOf(corrected.heldOut.filter(isTrusted), alone.heldOut.filter(isTrusted));
  const isClear = gain !== undefined && gain > clearly;
  const doubted = [
    ...contradicting,
    ...(isClear ? corrected.doubted : doubtedBesideOperations(corrected, wholes)),
  ];
  const best = withWholes({ ...(isClear ? corrected : alone), doubted }, wholes);
  const withoutOperations = replacing(wholes, best, ratesAlone);
  if (withoutOperations !== undefined) return { ...best, ...withoutOperations, unpredicted: [] };
  const used = isClear ? ('both' as const) : ('operations' as const);
  const reason =
    gain === undefined || (contradicting.length > 0 && !isClear)
      ? contradictory
      : `networks held out are ${likelier(gain)} with factors of kernel groups`;
  return { ...best, unpredicted, decision: { used, wholeNetworks: best.wholes.length, reason } };
}

const contradictory = "whole networks' times contradict timings of operations";

/** All of them where most are many times longer or shorter than operations say: no factor of kernels is. */
function contradictingTotals(wholes: readonly Whole[], overhead: Overhead): DoubtedTotal[] {
  const expectedUs = wholes.map(({ sums }) => errorBy(overhead, sums).predictedUs);
  if (areBelievable(wholes.map(({ sums }, index) => sums.us / (expectedUs[index] as number)))) return [];
  return wholes.map(({ sums }, index) => doubtedTotal(sums, Math.log(expectedUs[index] as number)));
}

/** Where operations add up as they are, nothing is left out of networks whose operations were timed. */
function doubtedBesideOperations(
  { doubted }: LearnedCorrection,
  wholes: readonly Whole[],
): readonly DoubtedTotal[] {
  const names = new Set(wholes.map(({ sums }) => sums.network));
  return doubted.filter(({ network }) => names.has(network));
}

/** The same without what is doubted, and with the networks of which nothing but the whole was timed as it predicts them. */
function withWholes(
  { overhead, heldOut, doubted }: LearnedCorrection,
  wholes: readonly Whole[],
): Omit<WeighedTotals, 'decision' | 'rates' | 'unpredicted'> {
  const trusted = heldOut.filter(trusts(doubted));
  const predicted = new Map(trusted.map(({ network, predictedUs }) => [network, predictedUs]));
  const known = wholes.flatMap(({ sums: { network }, heldOut: whole }) => {
    const wholePredictedUs = predicted.get(network);
    return wholePredictedUs === undefined ? [] : [{ ...whole, wholePredictedUs }];
  });
  return { overhead, heldOut: trusted, wholes: known, doubted };
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

/** Logarithm of how many times likelier each network that both tell of is by one than by the other; undefined where there is none. */
function gainOf(one: readonly HeldOutError[], other: readonly HeldOutError[]): number | undefined {
  const here = meanError(one.filter(among(other)));
  const there = meanError(other.filter(among(one)));
  return Number.isFinite(here) && Number.isFinite(there) ? Math.log(there / here) : undefined;
}

const among = (others: readonly HeldOutError[]) => {
  const names = new Set(others.map(({ network }) => network));
  return ({ network }: HeldOutError) => names.has(network);
};

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
  if (gain === undefined || gain <= clearly) return undefined;
  const reason = `networks held out are ${likelier(gain)} by whole networks' times alone than by operations`;
  const wholeNetworks = wholes.filter(({ sums }) => isTrusted(sums)).length;
  const decision = { used: 'totals' as const, wholeNetworks, reason };
  return { rates, decision, doubted: rates.doubted };
}

function likelier(gain: number): string {
  return `${Math.exp(Math.abs(gain)).toPrecision(2)} times ${gain > 0 ? 'likelier' : 'less likely'}`;
}
