import type { Campaign as CampaignRow, SqlDatabase } from '../../platform/database/index.js';
import { campaignsBeginning } from '../../tables/campaign/campaigns.js';
import { orchestratorError } from '../errors.js';

/**
 * The campaign with an id, or with an id that begins so, when only one does.
 * @throws FarmError CAMPAIGN_UNKNOWN
 */
export async function findCampaign({ pool }: SqlDatabase, id: string): Promise<CampaignRow> {
  const [found, another] = await campaignsBeginning(pool, id.toLowerCase());
  if (id === '' || found === undefined) {
    throw orchestratorError('CAMPAIGN_UNKNOWN', `There is no campaign ${id}.`, { details: { id } });
  }
  if (another !== undefined) {
    throw orchestratorError('CAMPAIGN_UNKNOWN', `More than one campaign begins with ${id}.`, {
      details: { id },
    });
  }
  return found;
}
