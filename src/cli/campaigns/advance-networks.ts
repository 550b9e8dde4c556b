import { planNetworks, readActivePool, readRunCost } from '../../orchestrator/index.js';
import type { ActiveCampaign, RoundPlace } from '../../orchestrator/index.js';
import { readRounds, type CampaignRoundRow } from '../../tables/campaign-round/campaign-rounds.js';
import { activeBudgetLeftMs } from '../../tables/campaign/campaigns.js';
import { readPools } from '../../tables/pool/pools.js';
import type { ChosenNetworks, OfferedPrior } from '../../trainer/index.js';
import {
  advanceRounds,
  fruitlessReason,
  fruitlessRounds,
  type DecidedRound,
  type Stores,
} from './advance-rounds.js';
import type { Choosers } from './choosers.js';

/** Gives what phones have in common, by the name that a campaign has for it; asked only when a round is to be decided. */
export type PriorSource = (named: ActiveCampaign['prior']) => Promise<OfferedPrior | undefined>;

/** What chooses whole networks, and under which prior. */
export interface NetworkChoice {
  readonly choose: Choosers['networks'];
  readonly prior?: PriorSource;
}

/** How networks are chosen, as rounds tell it. */
const strategy = 'whole networks by what their times teach';

/**
 * Decides the next round of a place that measures whole networks and nothing of their operations, when the last one is measured. Why the
 * rounds of the place have ended; `undefined` while they go on.
 */
export function advanceNetworks(
  stores: Stores,
  choice: NetworkChoice,
  place: RoundPlace,
  rounds: readonly CampaignRoundRow[],
  settings: ActiveCampaign,
): Promise<string | undefined> {
  const decide = () => decideNetworks(stores, choice, place, rounds, settings);
  return advanceRounds(stores, place, rounds, settings, decide);
}

async function decideNetworks(
  { database }: Stores,
  { choose, prior }: NetworkChoice,
  place: RoundPlace,
  rounds: readonly CampaignRoundRow[],
  settings: ActiveCampaign,
): Promise<DecidedRound> {
  const { campaignId, scenarioKey, poolKey } = place;
  const pools = await readPools(database.pool, settings.poolKeys);
  const deviceModel = pools.find(({ key }) => key === poolKey)?.deviceModel ?? '';
  const twins = pools.filter((pool) => pool.deviceModel === deviceModel && pool.key !== poolKey);
  const budgetMs = await activeBudgetLeftMs(database.pool, campaignId);
  const { overheadMs: startMs } = await readRunCost(database, scenarioKey, poolKey);
  const { architectures: candidates, prior: own } = await readActivePool(database, campaignId);
  const offered = own === undefined ? await prior?.(settings.prior) : { prior: own, always: false };
  const chosen = await choose({
    ...{ scenarioKey, deviceModel, candidates, budgetMs },
    tried: rounds.flatMap(({ architectures }) => architectures),
    inFlight: inFlight(
      await readRounds(database.pool, campaignId),
      scenarioKey,
      twins.map(({ key }) => key),
    ),
    ...(offered !== undefined && { prior: offered }),
    count: settings.roundSize,
    cost: { startMs, measurement: settings.measurement },
    withinPercent: settings.target.withinPercent,
  });
  const { estimate, wanted, tooCostly } = chosen;
  const fitting = planNetworks(wanted, budgetMs);
  const planned = { ...fitting, cutShort: fitting.cutShort || tooCostly > 0 };
  return {
    decision: { strategy, sources: [], estimate },
    planned,
    hopeless: hopelessness(rounds, chosen),
  };
}

/** Networks that some pools are measuring in a scenario. */
function inFlight(
  rounds: readonly CampaignRoundRow[],
  scenarioKey: string,
  poolKeys: readonly string[],
): string[] {
  return rounds
    .filter((round) => round.scenarioKey === scenarioKey && poolKeys.includes(round.poolKey))
    .filter(({ state }) => state === 'MEASURING')
    .flatMap(({ architectures }) => architectures);
}

function hopelessness(
  rounds: readonly CampaignRoundRow[],
  { estimate, unknown: [first] }: ChosenNetworks,
): string | undefined {
  if (estimate === undefined) return `no network can be described: ${first?.reason ?? 'there is none'}`;
  const before = rounds.at(-fruitlessRounds)?.estimate;
  return before?.measured === estimate.measured ? fruitlessReason : undefined;
}
