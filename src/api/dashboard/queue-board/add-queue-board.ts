import { join } from 'node:path';

import type { BaseAdapter } from '@bull-board/api/baseAdapter';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { readAttachedPoolKeys } from '../../../tables/pool/pools.js';
import type { ApiServer } from '../../basis/api-server.js';
import type { ApiServices } from '../../basis/services.js';
import { includesRole } from '../../tokens/roles.js';
import { accessTo } from './access.js';
import { answerInTime } from './answer-in-time.js';
import { boardFiles } from './board-files.js';
import { boardRoutes } from './board-routes.js';
import { BullMQAdapter } from './bull-board.js';

/** As the dashboard's, but for the style sheets that the board's page writes into itself and the base that its addresses are told from. */
const contentSecurityPolicy = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "connect-src 'self'"],
  ...["form-action 'self'", "base-uri 'self'", "frame-ancestors 'none'"],
].join('; ');

export interface QueueBoardOptions {
  /** Folder of what is made of web/. */
  readonly assetFolder: string;
  /** Answers a program with what is wrong with its request. */
  readonly refuse: (error: unknown, request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** Bull Board, below /dashboard/queues: the jobs of every pool that phones were attached to. Viewers are shown it without what changes something. */
export async function addQueueBoard(
  dashboard: ApiServer,
  services: ApiServices,
  { assetFolder, refuse }: QueueBoardOptions,
): Promise<void> {
  const files = await boardFiles(join(assetFolder, 'queues'));
  const { api, pages } = boardRoutes();
  const boards = { reading: new Map<string, BaseAdapter>(), changing: new Map<string, BaseAdapter>() };
  await dashboard.register(
    (scope: ApiServer, _options, done) => {
      scope.addHook('onSend', async (_request, reply) => {
        void reply.header('content-security-policy', contentSecurityPolicy);
      });
      const page = async (_request: FastifyRequest, reply: FastifyReply) => {
        const { type, content } = await files.read('index.html');
        return reply.type(type).send(content);
      };
      for (const route of pages) scope.get(route, { schema: { hide: true } }, page);
      scope.get<{ Params: { '*': string } }>(
        '/static/*',
        // Files of a package, which tell nothing of a farm. Their names change with what is in them.
        { schema: { hide: true }, config: { access: 'anyone', rateLimit: false } },
        async (request, reply) => {
          const { type, content } = await files.read(`static/${request.params['*']}`);
          return reply.header('cache-control', 'max-age=3600').type(type).send(content);
        },
      );
      for (const one of api) {
        const { route } = one;
        const methods = [one.method].flat().map((name) => name.toUpperCase());
        for (const url of [route].flat()) {
          const access = accessTo(methods, url);
          if (access === 'nobody') continue;
          scope.route({
            method: methods,
            url,
            schema: { hide: true },
            config: { access },
            errorHandler: (error, request, reply) => void refuse(error, request, reply),
            async handler(request, reply) {
              const asked = {
                queues: await queuesFor(request),
                uiConfig: {},
                query: request.query as Record<string, unknown>,
                params: request.params as Record<string, unknown>,
                body: request.body as Record<string, unknown>,
                headers: request.headers as Record<string, string | undefined>,
              };
              const answer = Promise.resolve(one.handler(asked));
              const { status = 200, body } = await answerInTime(services.clock, answer);
              return reply.status(status).send(body);
            },
          });
        }
      }
      done();
    },
    { prefix: '/queues' },
  );

  /** The queues as whoever asks may see them; pools come while the server runs. */
  async function queuesFor({ caller }: FastifyRequest): Promise<Map<string, BaseAdapter>> {
    const mayChange = caller !== null && includesRole(caller.role, 'operator');
    const known = mayChange ? boards.changing : boards.reading;
    for (const key of await readAttachedPoolKeys(services.database.pool)) {
      const queue = services.queues(key);
      if (known.has(queue.name)) continue;
      const shown = { readOnlyMode: !mayChange, displayName: key };
      known.set(queue.name, new BullMQAdapter(queue as never, shown));
    }
    return known;
  }
}
