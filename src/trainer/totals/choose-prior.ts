import type { RateBelief } from '../../learning/rates/rate-belief.js';
import { priorOf, type RatePrior } from '../../predictor/rates/rate-prior.js';
import { priorRates, withKinds } from '../../predictor/work/rate-priors.js';
import type { ScenarioSpec } from '../../records/scenario.js';
import { kindsOfWork, type LearnedTotal } from './fit-totals.js';
import { heldOutFamilies, logLikelihoodOf, type HeldOut } from './held-out-families.js';

/** A prior that may be used, and how it is decided whether it is. */
export interface OfferedPrior {
  readonly prior: RatePrior;
  /** Used though the device is among those it was learned from, and though held-out totals speak against it. */
  readonly always: boolean;
}

/** What was decided on a prior, as a release tells it. */
export interface PriorDecision {
  readonly name: string;
  readonly sha256: string;
  readonly used: boolean;
  readonly reason: string;
}

/** What is believed before a scenario's totals are learned from. */
export interface ChosenPrior {
  readonly belief: RateBelief;
  /** The totals as they were held out under the belief, where that was what decided. */
  readonly heldOut?: readonly HeldOut[];
  /** Absent where no prior was offered. */
  readonly decision?: PriorDecision;
}

/**
 * The prior under which totals that are held out are likelier: what phones have in common, or what is believed of all processors. On a
 * device that the prior was learned from, nothing could be told by that.
 */
export function choosePrior(
  totals: readonly LearnedTotal[],
  offered: OfferedPrior | undefined,
  {
    deviceModel,
    delegate,
    precision,
  }: Pick<ScenarioSpec, 'delegate' | 'precision'> & { readonly deviceModel: string },
): ChosenPrior {
  const kinds = kindsOfWork(totals);
  const general = priorRates(kinds);
  if (offered === undefined) return { belief: general };
  const { name, sha256, devices } = offered.prior;
  const decided = (used: boolean, reason: string) => ({ name, sha256, used, reason });
  const known = priorOf(offered.prior, { delegate, precision });
  if (known === undefined) {
    return { belief: general, decision: decided(false, `it knows no ${precision} on ${delegate}`) };
  }
  const belief = withKinds(known, kinds);
  if (offered.always) return { belief, decision: decided(true, 'asked for') };
  if (devices.includes(deviceModel)) {
    return { belief: general, decision: decided(false, `it was learned from ${deviceModel} itself`) };
  }
  const [withIt, without] = [heldOutFamilies(totals, belief), heldOutFamilies(totals, general)];
  const gain = logLikelihoodOf(withIt) - logLikelihoodOf(without);
  const reason = `networks held out are ${Math.exp(Math.abs(gain)).toPrecision(2)} times ${gain >= 0 ? 'likelier' : 'less likely'} with it, each`;
  return gain >= 0
    ? { belief, heldOut: withIt, decision: decided(true, reason) }
    : { belief: general, heldOut: without, decision: decided(false, reason) };
}
