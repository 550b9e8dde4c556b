import type { Database } from '../../../platform/database/index.js';
import type { Campaign } from '../campaign.js';
import { selectPools } from '../pools.js';
import type { SelectedPool } from '../pools.js';
import { refuseSmallBudget } from './budget.js';
import { refuseImpossibleScenarios } from './scenarios.js';
import { refuseUnreachableTarget } from './target.js';

/**
 * Checks a campaign against the farm, and tells the pools that it means. Nothing is stored.
 * @throws FarmError CAMPAIGN_PHONES_MISSING, CAMPAIGN_SCENARIO_IMPOSSIBLE, CAMPAIGN_BUDGET_TOO_SMALL,
 *   CAMPAIGN_TARGET_UNREACHABLE, with file, line and field for a campaign from a file.
 */
export async function checkCampaign(database: Database, campaign: Campaign): Promise<SelectedPool[]> {
  const pools = await selectPools(database, campaign.file.phones, campaign.placeOf);
  await refuseImpossibleScenarios(database, campaign, pools);
  await refuseSmallBudget(database, campaign, pools);
  await refuseUnreachableTarget(database, campaign, pools);
  return pools;
}
