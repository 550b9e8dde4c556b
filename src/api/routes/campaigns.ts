import { z } from 'zod';

import {
  cancelCampaign,
  campaignProgress,
  listCampaigns,
  pauseCampaign,
  resumeCampaign,
} from '../../orchestrator/index.js';
import { campaignListSchema, campaignQuerySchema, campaignSchema } from '../documents/campaign.js';
import { refusals, shortText } from '../documents/common.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiServices } from '../basis/services.js';

const params = z.strictObject({ id: shortText.describe('its id, the beginning of it, or its name') });

/** Campaigns: how they stand, and what operators want of them. */
export function addCampaignRoutes(server: ApiServer, { database, queues }: ApiServices): void {
  const progressOf = async (id: string) => campaignSchema.parse(await campaignProgress(database, id));
  const one = { 200: campaignSchema, ...refusals };
  const order = (summary: string) => ({
    schema: { tags: ['campaigns'], summary, params, response: one },
    config: { access: 'operator' as const },
  });
  server.get(
    '/v1/campaigns',
    {
      schema: {
        tags: ['campaigns'],
        summary: 'a page of the campaigns, the latest first',
        querystring: campaignQuerySchema,
        response: { 200: campaignListSchema, ...refusals },
      },
    },
    async ({ query: { limit, after, open } }) =>
      campaignListSchema.parse(
        await listCampaigns(database, {
          limit,
          ...(after !== undefined && { after }),
          ...(open !== undefined && { open }),
        }),
      ),
  );
  server.get(
    '/v1/campaigns/:id',
    { schema: { tags: ['campaigns'], summary: 'how a campaign stands', params, response: one } },
    ({ params: { id } }) => progressOf(id),
  );
  server.post('/v1/campaigns/:id/pause', order('take it out of the queues'), async ({ params: { id } }) => {
    await pauseCampaign(database, queues, id);
    return progressOf(id);
  });
  server.post(
    '/v1/campaigns/:id/resume',
    order('put it back into the queues'),
    async ({ params: { id } }) => {
      await resumeCampaign(database, queues, id);
      return progressOf(id);
    },
  );
  server.post(
    '/v1/campaigns/:id/cancel',
    order('give up what it has not measured yet'),
    async ({ params: { id }, caller }) => {
      await cancelCampaign(database, id, `cancelled by ${caller?.name ?? 'nobody'}`);
      return progressOf(id);
    },
  );
}
