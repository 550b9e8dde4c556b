import {
  judgePlacePacking,
  planRound,
  profiledPlaces,
  readActivePool,
  readRunCost,
} from '../../orchestrator/index.js';
import type { ActiveCampaign, ActivePool, RoundPlace } from '../../orchestrator/index.js';
import { randomFromSeed } from '../../learning/random/random.js';
import {
  advanceRounds,
  fruitlessReason,
  fruitlessRounds,
  type DecidedRound,
  type Stores,
} from './advance-rounds.js';
import type { Choosers } from './choosers.js';
import type { CampaignRoundRow } from '../../tables/campaign-round/campaign-rounds.js';
import { activeBudgetLeftMs } from '../../tables/campaign/campaigns.js';
import { readLatencies } from '../../tables/op-timing/learnable-timings.js';
import { readJudgements } from '../../tables/packing-judgement/packing-judgements.js';

/**
 * Decides the next round of a place when the last one is measured. Why the rounds of the place have ended; `undefined` while they go on.
 */
export function advancePlace(
  stores: Stores,
  chooseRound: Choosers['operations'],
  place: RoundPlace,
  rounds: readonly CampaignRoundRow[],
  settings: ActiveCampaign,
): Promise<string | undefined> {
  const decide = () => decideOperations(stores, chooseRound, place, rounds, settings);
  return advanceRounds(stores, place, rounds, settings, decide);
}

async function decideOperations(
  { database }: Stores,
  chooseRound: Choosers['operations'],
  place: RoundPlace,
  rounds: readonly CampaignRoundRow[],
  settings: ActiveCampaign,
): Promise<DecidedRound> {
  const { campaignId, scenarioKey, poolKey, ordinal } = place;
  await judgePlacePacking(database, place);
  const pool = await readActivePool(database, campaignId);
  const packing = await packingOf(database, place);
  const hashes = pool.candidates.map(({ hash }) => hash);
  const latenciesUs = await readLatencies(database.pool, { scenarioKey, poolKey }, hashes);
  const operators = [...new Set(pool.candidates.map(({ configuration }) => configuration.operator))];
  const { overheadMs } = await readRunCost(database, scenarioKey, poolKey);
  const measuredArchitectures = new Set(rounds.flatMap(({ architectures }) => architectures));
  const open = pool.architectures.flatMap(({ name }, place) =>
    measuredArchitectures.has(name) ? [] : [place],
  );
  const { pack, strategy, seed, seedSize, roundSize, measurement } = settings;
  const round = await chooseRound({
    ...{ candidates: pool.candidates, networks: pool.networks, latenciesUs },
    ...{ strategy, seed, seedSize, roundSize, ordinal, withinPercent: settings.target.withinPercent },
    chosen: stillToCome(pool, rounds, packing.singly),
    sources: await profiledPlaces(database, place, settings.warmStart, operators),
    cost: { startMs: overheadMs / pack, measurement, pack },
    ...(settings.units === 'both' && { openNetworks: open }),
  });
  const planned = planRound({
    ...{ pool, wanted: round.wanted, latenciesUs: round.latenciesUs, settings },
    ...(round.networks !== undefined && { networks: round.networks }),
    measuredArchitectures,
    cost: { overheadMs, measurement },
    singly: packing.singly,
    checksOf: (operator) => (packing.judged.has(operator) ? 0 : settings.checkPacking),
    budgetMs: await activeBudgetLeftMs(database.pool, campaignId),
    random: randomFromSeed(seed).split(`plan ${ordinal}`),
  });
  const { estimate, sources } = round;
  return {
    decision: { strategy, sources, estimate },
    planned,
    hopeless: isFruitless(rounds, latenciesUs) ? fruitlessReason : undefined,
  };
}

function isFruitless(rounds: readonly CampaignRoundRow[], latenciesUs: ReadonlyMap<string, number>): boolean {
  const recent = rounds.slice(-fruitlessRounds);
  return (
    recent.length === fruitlessRounds &&
    recent.every(({ choices }) => !choices.some((hash) => latenciesUs.has(hash)))
  );
}

/** Operators of the place of which packing was judged, and those that must be measured singly. */
async function packingOf(database: Stores['database'], { campaignId, scenarioKey, poolKey }: RoundPlace) {
  const rows = (await readJudgements(database.pool, campaignId)).filter(
    (row) => row.scenarioKey === scenarioKey && row.poolKey === poolKey,
  );
  const operatorsOf = (judged: typeof rows) => new Set(judged.map(({ operator }) => operator));
  return {
    judged: operatorsOf(rows),
    singly: operatorsOf(rows.filter(({ decision }) => decision === 'REFUSED')),
  };
}

/** What was chosen before. Packed timings that tell nothing are as if they had not been chosen: they come again, singly. */
function stillToCome(
  { candidates }: ActivePool,
  rounds: readonly CampaignRoundRow[],
  singly: ReadonlySet<string>,
): Set<string> {
  const operators = new Map(candidates.map(({ hash, configuration }) => [hash, configuration.operator]));
  const chosen = rounds.flatMap(({ choices }) => choices);
  return new Set(chosen.filter((hash) => !singly.has(operators.get(hash) ?? '')));
}
