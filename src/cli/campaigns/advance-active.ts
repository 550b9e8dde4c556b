import {
  failCampaign,
  finishActiveCampaign,
  noteTrouble,
  readActiveCampaign,
  splitFailedPacks,
} from '../../orchestrator/index.js';
import type { ActiveCampaign } from '../../orchestrator/index.js';
import { FarmError } from '../../platform/index.js';
import { advanceNetworks, type PriorSource } from './advance-networks.js';
import { advancePlace } from './advance-place.js';
import { choosersInProcess, type Choosers } from './choosers.js';
import { isRefusedForGood } from './refused-for-good.js';
import type { Stores } from './advance-rounds.js';
import { readRounds } from '../../tables/campaign-round/campaign-rounds.js';
import { runningWithCandidates } from '../../tables/campaign/campaigns.js';

export interface AdvanceOptions {
  /** Where rounds are chosen; in this process by default. */
  readonly choose?: Choosers;
  /** Id of the one campaign to advance; all when left out. */
  readonly only?: string;
  /** What phones have in common, for campaigns that measure whole networks; asked for when there is one. */
  readonly prior?: PriorSource;
  /** Told of every campaign that could not be advanced. */
  readonly onTrouble?: (campaignId: string, error: unknown) => void;
}

/**
 * Takes every active campaign that is running as far as it can go: where a round is measured, decides the next from what was
 * measured, or ends. A campaign that cannot go on does not keep the others from it. All it knows is in the database, so that any
 * process may do it, again after any crash, and several at once.
 */
export async function advanceActiveCampaigns(
  services: Stores,
  { choose = choosersInProcess(services.database), only, prior, onTrouble }: AdvanceOptions = {},
): Promise<void> {
  const { database } = services;
  for (const id of await runningWithCandidates(database.pool)) {
    if (only !== undefined && id !== only) continue;
    try {
      await advance(
        services,
        { choose, ...(prior !== undefined && { prior }) },
        await readActiveCampaign(database, id),
      );
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
  const lasting = isRefusedForGood(error) || (error instanceof FarmError && !error.retryable);
  if (lasting) await failCampaign(database, id, reason);
  else await noteTrouble(database, id, `tried again after: ${reason}`);
}

async function advance(
  services: Stores,
  { choose, prior }: { readonly choose: Choosers } & Pick<AdvanceOptions, 'prior'>,
  campaign: ActiveCampaign,
): Promise<void> {
  // A pack that failed is open again before its place is looked at.
  await splitFailedPacks(services.database, campaign.id);
  const rounds = await readRounds(services.database.pool, campaign.id);
  const networks = { choose: choose.networks, ...(prior !== undefined && { prior }) };
  const reasons: (string | undefined)[] = [];
  for (const scenarioKey of campaign.scenarios) {
    for (const poolKey of campaign.poolKeys) {
      const own = rounds.filter((round) => round.scenarioKey === scenarioKey && round.poolKey === poolKey);
      const place = { campaignId: campaign.id, scenarioKey, poolKey, ordinal: own.length };
      reasons.push(
        campaign.units === 'networks'
          ? await advanceNetworks(services, networks, place, own, campaign)
          : await advancePlace(services, choose.operations, place, own, campaign),
      );
    }
  }
  if (reasons.every((reason) => reason !== undefined)) {
    await finishActiveCampaign(services.database, campaign.id, [...new Set(reasons)].join('; '));
  }
}
