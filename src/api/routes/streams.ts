import { Readable } from 'node:stream';

import { z } from 'zod';

import { campaignProgress, type CampaignProgress } from '../../orchestrator/index.js';
import { refusals, shortText } from '../documents/common.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiServices } from '../basis/services.js';

/** What is sent piece by piece is described as the text that it is. */
const streamSchema = z.custom<Readable>().meta({ type: 'string' });

/** Progress as it happens, as server-sent events. */
export function addStreamRoutes(server: ApiServer, { database, feed }: ApiServices): void {
  server.get(
    '/v1/campaigns/:id/progress',
    {
      schema: {
        tags: ['campaigns'],
        summary: 'how a campaign stands, as server-sent events until it is over',
        params: z.strictObject({ id: shortText }),
        response: {
          200: {
            description: 'events "progress", each with the campaign as its data, and at last one "end"',
            content: { 'text/event-stream': { schema: streamSchema } },
          },
          ...refusals,
        },
      },
    },
    async ({ params: { id } }, reply) => {
      const leave = feed.takePlace();
      reply.raw.once('close', leave);
      try {
        const first = await campaignProgress(database, id);
        void reply.type('text/event-stream');
        // Who reads slowly is waited for, and then told how the campaign stands by then: nothing piles up.
        return await reply.send(Readable.from(eventsOf(feed.follow(first))));
      } catch (error) {
        leave();
        throw error;
      }
    },
  );
}

async function* eventsOf(progress: AsyncIterable<CampaignProgress>): AsyncGenerator<string> {
  for await (const each of progress) yield `event: progress\ndata: ${JSON.stringify(each)}\n\n`;
  yield 'event: end\ndata: {}\n\n';
}
