import { z } from 'zod';

import type { ApiServer } from '../basis/api-server.js';
import type { ApiServices } from '../basis/services.js';
import { refusals } from '../documents/common.js';
import { Metrics } from './metrics.js';

/** What Prometheus collects, for whoever has a token. */
export function addMetrics(server: ApiServer, services: ApiServices): void {
  const metrics = new Metrics(services);
  server.addHook('onResponse', async (request, reply) => {
    metrics.answered(request.routeOptions.url, reply.statusCode, reply.elapsedTime);
  });
  server.get(
    '/metrics',
    {
      schema: {
        tags: ['server'],
        summary: 'what the farm does, in the text format of Prometheus',
        response: {
          200: {
            description: 'docs/reference/metrics.md lists them',
            content: { 'text/plain': { schema: z.string() } },
          },
          ...refusals,
        },
      },
    },
    async (_request, reply) => {
      const text = await metrics.text();
      return reply.type('text/plain; version=0.0.4; charset=utf-8').serializer(String).send(text);
    },
  );
}
