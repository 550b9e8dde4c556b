import type { Random } from '../../../learning/random/random.js';
import { relativeError } from '../../../learning/validation/metrics.js';
import type { MeasuredNetwork } from '../../material/measured-networks.js';
import type { CandidatePool } from '../pool/candidate-pool.js';
import { lnSources, type MeasuredPool, type SourcePhone } from '../pool/measured-pool.js';
import { randomChoice } from '../strategies/random-choice.js';
import type { AcquisitionState, Strategy } from '../strategies/strategy.js';
import {
  fitLatencySurface,
  type LatencySurface,
  type MeasuredCandidate,
} from '../surface/latency-surface.js';
import { guessedLatenciesUs } from '../surface/nominal-latencies.js';
import { plainBoostingUs } from './plain-boosting.js';

/** Networks that nothing was learned from, as a campaign is judged by them. */
export interface Judges {
  readonly networks: readonly MeasuredNetwork[];
  readonly sources: readonly SourcePhone[];
}

/** How a campaign stood when so many configurations were measured. */
export interface BudgetPoint {
  readonly budget: number;
  /** Mean absolute error of the sums of kernels of networks that nothing was learned from, percent. */
  readonly modelSumMape: number;
  /** Time of one inference of each configuration measured. */
  readonly phoneSeconds: number;
}

/** A round chooses so many, or a quarter of what is measured where that is more: learning takes the longer the more there is. */
const fewestPerRound = 24;

/** What a campaign has measured, and learned from that. */
export interface PlayedCampaign {
  readonly known: readonly MeasuredCandidate[];
  readonly surface: LatencySurface | undefined;
}

/** A campaign before its first round. */
export const unplayed: PlayedCampaign = { known: [], surface: undefined };

/**
 * Plays a campaign against measurements that exist, until so many are known or the whole pool is: round by round the strategy
 * chooses, the chosen latencies are revealed, and the surface is learned anew.
 */
export function playRounds(
  measured: MeasuredPool,
  strategy: Strategy,
  begun: PlayedCampaign,
  budget: number,
  random: Random,
): PlayedCampaign {
  const wanted = Math.min(budget, measured.pool.size);
  let { known, surface } = begun;
  while (known.length < wanted) {
    const size = Math.min(wanted - known.length, Math.max(fewestPerRound, Math.floor(known.length / 4)));
    const state = stateOf(measured.pool, known, surface);
    const choices = strategy.chooseBatch(state, size, random.split(`round from ${known.length}`));
    known = [...known, ...reveal(measured, choices)];
    surface = fitLatencySurface(measured.pool, known, surface);
  }
  return { known, surface };
}

/** Plays a campaign, and judges it at each of the budgets, which ascend from at least 1. */
export function playCampaign(
  measured: MeasuredPool,
  judges: Judges,
  strategy: Strategy,
  budgets: readonly number[],
  random: Random,
): BudgetPoint[] {
  const kernels = judges.networks.flatMap((network) => network.kernels);
  const unseen = measured.layout.lay(kernels, { lnSourcesUs: lnSources(kernels, judges.sources) });
  let campaign = unplayed;
  return budgets.map((budget) => {
    campaign = playRounds(measured, strategy, campaign, budget, random);
    const predictedUs = (campaign.surface as LatencySurface).latenciesUs(unseen);
    return pointOf(budget, campaign.known, judges, predictedUs);
  });
}

/** The peer: plain boosting on configurations chosen by chance. */
export function playPlainBoosting(
  measured: MeasuredPool,
  judges: Judges,
  budgets: readonly number[],
  random: Random,
): BudgetPoint[] {
  const state = stateOf(measured.pool, [], undefined);
  const order = reveal(
    measured,
    randomChoice().chooseBatch(state, measured.pool.size, random.split('order')),
  );
  const kernels = judges.networks.flatMap((network) => network.kernels);
  return budgets.map((budget) => {
    const known = order.slice(0, budget);
    const predicted = plainBoostingUs(measured.candidates, known, kernels, random.split(`budget ${budget}`));
    return pointOf(budget, known, judges, predicted);
  });
}

/** The state of a campaign that has nothing in flight, and that pays for time alone. */
function stateOf(
  pool: CandidatePool,
  measured: readonly MeasuredCandidate[],
  surface: LatencySurface | undefined,
): AcquisitionState {
  const latenciesUs = surface?.latenciesUs(pool) ?? guessedLatenciesUs(pool);
  for (const { candidate, latencyUs } of measured) latenciesUs[candidate] = latencyUs;
  const state = { pool, measured, inFlight: [], costs: latenciesUs, latenciesUs };
  return surface === undefined ? state : { ...state, surface };
}

function reveal({ latenciesUs }: MeasuredPool, candidates: readonly number[]): MeasuredCandidate[] {
  return candidates.map((candidate) => ({ candidate, latencyUs: latenciesUs[candidate] as number }));
}

function pointOf(
  budget: number,
  known: readonly MeasuredCandidate[],
  { networks }: Judges,
  predictedUs: Float64Array,
): BudgetPoint {
  let place = 0;
  const errors = networks.map(({ kernels, operationSumUs }) => {
    const sumUs = kernels.reduce((sum) => sum + (predictedUs[place++] as number), 0);
    return relativeError(sumUs, operationSumUs);
  });
  const modelSumMape = (100 * errors.reduce((sum, error) => sum + error, 0)) / errors.length;
  const phoneSeconds = known.reduce((sum, { latencyUs }) => sum + latencyUs, 0) / 1e6;
  return { budget, modelSumMape, phoneSeconds };
}
