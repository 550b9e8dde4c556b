import { GraphError } from '../../graph/index.js';
import {
  campaignRounds,
  endRounds,
  failCampaign,
  finishActiveCampaign,
  measuredLatencies,
  noteTrouble,
  readActiveCampaign,
  readActivePool,
  runningActiveCampaigns,
  runUsage,
  storeRound,
} from '../../orchestrator/index.js';
import type { ActiveCampaign, CampaignRoundRow, RoundPlace } from '../../orchestrator/index.js';
import { FarmError } from '../../platform/index.js';
import { chooseRound } from '../../trainer/index.js';
import type { Services } from '../services/services.js';

/** Where campaigns and their jobs are kept. */
type Stores = Pick<Services, 'database' | 'queues'>;

/** Phone time of starting the benchmark tool, before any run of the campaign told it. */
const assumedStartMs = 800;
/** So many rounds in a row that do not lower the expected error by `leastGain` end a campaign. */
const roundsWithoutGain = 3;
const leastGain = 0.02;

/**
 * Takes every active campaign that is running as far as it can go: where a round is measured, decides the next from what was
 * measured, or ends. A campaign that fails to does not keep the others from it. All it knows is in the database, so that any process may do it, again after any crash, and several at once.
 */
export async function advanceActiveCampaigns(
  services: Stores,
  onTrouble?: (campaignId: string, error: unknown) => void,
): Promise<void> {
  const { database } = services;
  for (const id of await runningActiveCampaigns(database)) {
    try {
      await advance(services, await readActiveCampaign(database, id));
      await noteTrouble(database, id, null);
    } catch (error) {
      onTrouble?.(id, error);
      await recordTrouble(services, id, error);
    }
  }
}

/** What will be the same next time ends the campaign; anything else is tried again. */
async function recordTrouble({ database }: Stores, id: string, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const lasting = error instanceof GraphError || (error instanceof FarmError && !error.retryable);
  if (lasting) await failCampaign(database, id, reason);
  else await noteTrouble(database, id, `tried again after: ${reason}`);
}

async function advance(services: Stores, campaign: ActiveCampaign): Promise<void> {
  const rounds = await campaignRounds(services.database, campaign.id);
  const reasons: (string | undefined)[] = [];
  for (const scenarioKey of campaign.scenarios) {
    for (const poolKey of campaign.poolKeys) {
      const own = rounds.filter((round) => round.scenarioKey === scenarioKey && round.poolKey === poolKey);
      const place = { campaignId: campaign.id, scenarioKey, poolKey, ordinal: own.length };
      reasons.push(await advancePlace(services, place, own, campaign));
    }
  }
  if (reasons.every((reason) => reason !== undefined)) {
    await finishActiveCampaign(services.database, campaign.id, [...new Set(reasons)].join('; '));
  }
}

/** Why the rounds of a place have ended; `undefined` while they go on. */
async function advancePlace(
  { database, queues }: Stores,
  place: RoundPlace,
  rounds: readonly CampaignRoundRow[],
  settings: ActiveCampaign,
): Promise<string | undefined> {
  const last = rounds.at(-1);
  if (last?.state === 'ENDED') return last.reason ?? '';
  const usage = await runUsage(database, place.campaignId, place.scenarioKey, place.poolKey);
  if (usage.open > 0) return undefined;
  const { candidates, networks } = await readActivePool(database, place.campaignId);
  const hashes = candidates.map(({ hash }) => hash);
  const { pack, strategy } = settings;
  const startMs = usage.measured === 0 ? assumedStartMs : usage.busyMs / usage.measured;
  const round = chooseRound({
    candidates,
    networks,
    latenciesUs: await measuredLatencies(database, place.scenarioKey, place.poolKey, hashes),
    chosen: new Set(rounds.flatMap(({ choices }) => choices)),
    strategy,
    seedSize: settings.seedSize,
    roundSize: settings.roundSize,
    withinPercent: settings.target.withinPercent,
    cost: { startMs: startMs / pack, inferences: settings.inferencesPerRun },
    seed: settings.seed,
    ordinal: place.ordinal,
  });
  const reason = reasonToEnd(round, rounds, usage.campaignBusyMs, settings);
  const { estimate } = round;
  if (reason === undefined) await storeRound(database, queues, place, { ...round, strategy }, pack);
  else await endRounds(database, place, { strategy, estimate }, reason);
  return reason;
}

function reasonToEnd(
  { choices, estimate }: ReturnType<typeof chooseRound>,
  rounds: readonly CampaignRoundRow[],
  spentMs: number,
  { target, budgetPhoneMinutes }: ActiveCampaign,
): string | undefined {
  // What the seeds alone say of themselves was never put to the test.
  if (
    rounds.length > 1 &&
    estimate !== undefined &&
    estimate.networksWithinPercent >= target.ofNetworksPercent
  ) {
    return `target reached: ${estimate.networksWithinPercent.toFixed(0)} % of networks within ±${target.withinPercent} %`;
  }
  if (spentMs >= budgetPhoneMinutes * 60_000) return 'the budget of phone time is used up';
  if (choices.length === 0) return 'everything is measured';
  const errors = [...rounds.map((round) => round.estimate), estimate ?? null].flatMap((each) =>
    each === null ? [] : [each.expectedErrorPercent],
  );
  const recent = errors.slice(-roundsWithoutGain);
  const before = errors.slice(0, -roundsWithoutGain);
  if (before.length === 0) return undefined;
  const gained = Math.min(...recent) < (1 - leastGain) * Math.min(...before);
  return gained ? undefined : `no more gain in ${roundsWithoutGain} rounds`;
}
