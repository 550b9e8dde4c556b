import { Readable } from 'node:stream';

import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

import { campaignProgress, type CampaignProgress } from '../../orchestrator/index.js';
import { refusals, shortText } from '../documents/common.js';
import { problemOf, serverFailed, statusOf, toldError } from '../problems/problem.js';
import { isCampaignOver } from '../progress/progress-feed.js';
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
            description:
              'events "progress", each with the campaign as its data, and one "end" when it is over; "problem", with a problem document, where the farm can tell no more for now',
            content: { 'text/event-stream': { schema: streamSchema } },
          },
          ...refusals,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const leave = feed.takePlace();
      reply.raw.once('close', leave);
      try {
        const first = await campaignProgress(database, id);
        void reply.type('text/event-stream');
        // Who reads slowly is waited for, and then told how the campaign stands by then: nothing piles up.
        return await reply.send(Readable.from(eventsOf(feed.follow(first), request)));
      } catch (error) {
        leave();
        throw error;
      }
    },
  );
}

/** What stops before the campaign is over stops without an "end". */
async function* eventsOf(
  progress: AsyncIterable<CampaignProgress>,
  request: FastifyRequest,
): AsyncGenerator<string> {
  let isOver = false;
  try {
    for await (const each of progress) {
      isOver = isCampaignOver(each.state);
      yield eventOf('progress', each);
    }
    if (isOver) yield eventOf('end', {});
  } catch (error) {
    const told = toldError(error) ?? serverFailed(request.id);
    if (statusOf(told) >= 500) request.log.error({ error, reqId: request.id }, 'a stream failed');
    yield eventOf('problem', problemOf(told, request.id));
  }
}

function eventOf(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
