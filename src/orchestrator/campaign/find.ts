import type { Campaign as CampaignRow, SqlDatabase } from '../../platform/database/index.js';
import { orchestratorError } from '../errors.js';

/**
 * The campaign with an id, or with an id that begins so, when only one does.
 * @throws FarmError CAMPAIGN_UNKNOWN
 */
export async function findCampaign({ pool }: SqlDatabase, id: string): Promise<CampaignRow> {
  const { rows } = await pool.query<CampaignRow>(
    `SELECT * FROM "Campaign" WHERE starts_with(id::text, $1) LIMIT 2`,
    [id.toLowerCase()],
  );
  const [found, another] = rows;
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

/** Ids of all campaigns, the latest first. */
export async function campaignIds({ pool }: SqlDatabase): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM "Campaign" ORDER BY "createdAt" DESC, id DESC`,
  );
  return rows.map(({ id }) => id);
}
