import { planNetworks, readActivePool, readRunCost } from '../../orchestrator/index.js';
import type { ActiveCampaign, RoundPlace } from '../../orchestrator/index.js';
import type { CampaignRoundRow } from '../../tables/campaign-round/campaign-rounds.js';
import { activeBudgetLeftMs } from '../../tables/campaign/campaigns.js';
import { readPools } from '../../tables/pool/pools.js';
import { chooseNetworks } from '../../trainer/index.js';
import type { ChosenNetworks, OfferedPrior } from '../../trainer/index.js';
import {
  advanceRounds,
  fruitlessReason,
  fruitlessRounds,
  type DecidedRound,
  type Stores,
} from './advance-rounds.js';

/** Gives what phones have in common; asked only when a round is to be decided. */
export type PriorSource = () => Promise<OfferedPrior | undefined>;

/** How networks are chosen, as rounds tell it. */
const strategy = 'whole networks by what their times teach';

/**
 * Decides the next round of a place that measures whole networks and nothing of their operations, when the last one is measured. Why the
 * rounds of the place have ended; `undefined` while they go on.
 */
export function advanceNetworks(
  stores: Stores,
  prior: PriorSource | undefined,
  place: RoundPlace,
  rounds: readonly CampaignRoundRow[],
  settings: ActiveCampaign,
): Promise<string | undefined> {
  const decide = () => decideNetworks(stores, prior, place, rounds, settings);
  return advanceRounds(stores, place, rounds, settings, decide);
}

async function decideNetworks(
  { database }: Stores,
  prior: PriorSource | undefined,
  { campaignId, scenarioKey, poolKey }: RoundPlace,
  rounds: readonly CampaignRoundRow[],
  settings: ActiveCampaign,
): Promise<DecidedRound> {
  const [pool] = await readPools(database.pool, [poolKey]);
  const budgetMs = await activeBudgetLeftMs(database.pool, campaignId);
  const { overheadMs: startMs } = await readRunCost(database, scenarioKey, poolKey);
  const { architectures: candidates } = await readActivePool(database, campaignId);
  const offered = await prior?.();
  const chosen = await chooseNetworks({
    ...{ database, scenarioKey, deviceModel: pool?.deviceModel ?? '', candidates, budgetMs },
    tried: new Set(rounds.flatMap(({ architectures }) => architectures)),
    ...(offered !== undefined && { prior: offered }),
    count: settings.roundSize,
    cost: { startMs, inferences: settings.inferencesPerRun },
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

function hopelessness(
  rounds: readonly CampaignRoundRow[],
  { estimate, unknown: [first] }: ChosenNetworks,
): string | undefined {
  if (estimate === undefined) return `no network can be described: ${first?.reason ?? 'there is none'}`;
  const before = rounds.at(-fruitlessRounds)?.estimate;
  return before?.measured === estimate.measured ? fruitlessReason : undefined;
}
