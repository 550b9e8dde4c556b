import type { Campaign as CampaignRow, SqlDatabase } from '../../platform/database/index.js';
import { campaignsBeginning, campaignsCalled } from '../../tables/campaign/campaigns.js';
import { orchestratorError } from '../errors.js';

/**
 * The campaign with an id, or else with an id that begins so or with a name, when only one is meant.
 * @throws FarmError CAMPAIGN_UNKNOWN
 */
export async function findCampaign({ pool }: SqlDatabase, idOrName: string): Promise<CampaignRow> {
  const begun = await campaignsBeginning(pool, idOrName);
  const [exact] = begun.filter(({ id }) => id === idOrName.toLowerCase());
  if (exact !== undefined) return exact;
  const called = await campaignsCalled(pool, idOrName);
  const meant = new Map([...called, ...begun].map((campaign) => [campaign.id, campaign]));
  const [found] = meant.values();
  if (found === undefined) {
    throw campaignUnknown(`There is no campaign ${idOrName}.`, idOrName);
  }
  if (meant.size > 1) {
    const kind = called.length > 1 ? 'is called' : 'begins with, or is called,';
    throw campaignUnknown(`More than one campaign ${kind} ${idOrName}: name it by its id.`, idOrName);
  }
  return found;
}

function campaignUnknown(message: string, id: string): Error {
  return orchestratorError('CAMPAIGN_UNKNOWN', message, { details: { id } });
}
