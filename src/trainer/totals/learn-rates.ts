import { LearningError } from '../../learning/errors.js';
import { median } from '../../learning/validation/averages.js';
import type { RateBelief } from '../../learning/rates/rate-belief.js';
import { NetworkRates, wholeNetworks } from '../../predictor/rates/network-rates.js';
import { answerByRates } from '../../predictor/rates/rate-model.js';
import { priorRates, withKinds } from '../../predictor/work/rate-priors.js';
import { workVersion } from '../../predictor/work/work.js';
import { trainerError } from '../errors.js';
import type { HeldOutError } from '../material/measured-networks.js';
import { totalsHash, type MeasuredTotal } from '../material/measured-total.js';
import type { ChosenPrior, PriorDecision } from './choose-prior.js';
import type { DoubtedTotal } from './doubted-totals.js';
import { kindsOfWork } from './fit-totals.js';
import type { HeldOut } from './held-out-families.js';
import { learnTotals, type TotalsModel } from './learn-totals.js';

/** What is learned from whole networks' times. */
export interface LearnedRates {
  readonly rates: NetworkRates;
  readonly trainingSetHash: string;
  /** Networks whose totals are not believed, and were not learned from. */
  readonly doubted: readonly DoubtedTotal[];
  /** All totals together are as far from what the prior says as milliseconds that were taken for microseconds. */
  readonly isMilliseconds: boolean;
  /** What was decided on a prior that was offered. */
  readonly prior?: PriorDecision;
  /** Networks as families of them were held out. */
  readonly heldOut: readonly HeldOutError[];
  /** Mean error of networks of families that were held out, percent; absent where none could be. */
  readonly networksPercent?: number;
}

export interface LearnRatesOptions {
  readonly seed: number;
  readonly codeVersion: string;
  /** GPU that the networks were cut for, where one executes them. */
  readonly gpu?: string;
  /** What is believed before anything is measured; of all processors where it is left out. */
  readonly prior?: ChosenPrior;
}

/** Totals so much below what is expected are nearer to milliseconds than to microseconds. */
const halfwayToMilliseconds = Math.log(1000) / 2;

/**
 * Learns a scenario's rates from whole networks' times, by the same method that evaluations judge. Throws TRAINING_DATA_MISSING for times
 * that are not above 0: none of them was measured.
 */
export function learnRates(totals: readonly MeasuredTotal[], options: LearnRatesOptions): LearnedRates {
  const kinds = kindsOfWork(totals);
  const prior = withKinds(options.prior?.belief ?? priorRates(kinds), kinds);
  const model = learned(totals, prior, options.prior?.heldOut);
  const trainingSetHash = totalsHash(totals);
  const { belief, leftUnexplained, scale, coverage } = model.rates;
  const doubted = new Set(model.doubted.map(({ network }) => network));
  const { seed, codeVersion, gpu } = options;
  const facts = {
    kernelGroup: wholeNetworks,
    learner: 'rates' as const,
    workVersion,
    kinds: [...belief.names],
    measuredKinds: kindsOfWork(totals.filter(({ network }) => !doubted.has(network))),
    ...{ leftUnexplained, scale, coverage },
    ...(gpu !== undefined && { gpu }),
    trainingSetHash,
    trainingRows: model.learnedFrom.length,
    metrics: model.heldOutError === undefined ? {} : { rates: 100 * model.heldOutError },
    ...{ seed, codeVersion },
  };
  return {
    rates: new NetworkRates(facts, belief.mean, belief.covariance),
    trainingSetHash,
    doubted: model.doubted,
    heldOut: model.heldOut,
    isMilliseconds: areMilliseconds(totals, prior),
    ...(options.prior?.decision !== undefined && { prior: options.prior.decision }),
    ...(model.heldOutError !== undefined && { networksPercent: 100 * model.heldOutError }),
  };
}

function learned(
  totals: readonly MeasuredTotal[],
  prior: RateBelief,
  heldOut?: readonly HeldOut[],
): TotalsModel {
  try {
    return learnTotals(totals, prior, heldOut);
  } catch (cause) {
    if (!(cause instanceof LearningError)) throw cause;
    throw trainerError('TRAINING_DATA_MISSING', `The totals cannot be learned from: ${cause.message}.`, {
      cause,
    });
  }
}

function areMilliseconds(totals: readonly MeasuredTotal[], prior: RateBelief): boolean {
  const before = { belief: prior, leftUnexplained: 0, scale: 1, coverage: 0.9 };
  return (
    median(totals.map(({ us, work }) => Math.log(us / answerByRates(before, work).us))) <
    -halfwayToMilliseconds
  );
}
