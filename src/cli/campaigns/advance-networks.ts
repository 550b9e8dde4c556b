import {
  endRounds,
  planNetworks,
  readActivePool,
  readRunCost,
  storeRound,
} from '../../orchestrator/index.js';
import type { ActiveCampaign, RoundPlace } from '../../orchestrator/index.js';
import type { CampaignRoundRow } from '../../tables/campaign-round/campaign-rounds.js';
import { activeBudgetLeftMs } from '../../tables/campaign/campaigns.js';
import { readPools } from '../../tables/pool/pools.js';
import { readUsage } from '../../tables/run/run-counts.js';
import { chooseNetworks } from '../../trainer/index.js';
import type { ChosenNetworks, OfferedPrior } from '../../trainer/index.js';
import type { Stores } from './advance-place.js';
import { reasonToEnd } from './reason-to-end.js';

/** How networks are chosen, as rounds tell it. */
const strategy = 'whole networks by what their times teach';
const fruitlessRounds = 2;

/**
 * Decides the next round of a place that measures whole networks and nothing of their operations, when the last one is measured. Why the
 * rounds of the place have ended; `undefined` while they go on.
 */
export async function advanceNetworks(
  { database, queues }: Stores,
  prior: OfferedPrior | undefined,
  place: RoundPlace,
  rounds: readonly CampaignRoundRow[],
  settings: ActiveCampaign,
): Promise<string | undefined> {
  const last = rounds.at(-1);
  if (last?.state === 'ENDED') return last.reason ?? '';
  const { campaignId, scenarioKey, poolKey } = place;
  const usage = await readUsage(database.pool, { campaignId, scenarioKey, poolKey });
  if (usage.open > 0) return undefined;
  const [pool] = await readPools(database.pool, [poolKey]);
  const budgetMs = await activeBudgetLeftMs(database.pool, campaignId);
  const { overheadMs: startMs } = await readRunCost(database, scenarioKey, poolKey);
  const { architectures: candidates } = await readActivePool(database, campaignId);
  const chosen = await chooseNetworks({
    ...{ database, scenarioKey, deviceModel: pool?.deviceModel ?? '', candidates, budgetMs },
    tried: new Set(rounds.flatMap(({ architectures }) => architectures)),
    ...(prior !== undefined && { prior }),
    count: settings.roundSize,
    cost: { startMs, inferences: settings.inferencesPerRun },
    withinPercent: settings.target.withinPercent,
  });
  const { estimate, wanted, tooCostly } = chosen;
  const fitting = planNetworks(wanted, budgetMs);
  const planned = { ...fitting, cutShort: fitting.cutShort || tooCostly > 0 };
  const decision = { strategy, sources: [], estimate, spentMs: usage.busyMs };
  const reason = fruitless(rounds, chosen)
    ? `nothing of the last ${fruitlessRounds} rounds could be measured`
    : reasonToEnd(estimate, planned, rounds, settings);
  if (reason === undefined) await storeRound(database, queues, place, decision, planned);
  else await endRounds(database, place, decision, reason);
  return reason;
}

/** Whether rounds go wrong as a whole: the next one would too. */
function fruitless(rounds: readonly CampaignRoundRow[], { estimate }: ChosenNetworks): boolean {
  const before = rounds.at(-fruitlessRounds);
  return before?.estimate !== undefined && before.estimate?.measured === estimate.measured;
}
