import { z } from 'zod';

import { refusals } from '../documents/common.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiServices } from '../basis/services.js';

const statusSchema = z.object({ status: z.literal('ok') });

/** Whether the server lives, whether it can answer, and what it can be asked. */
export function addHealthRoutes(server: ApiServer, { database }: ApiServices): void {
  const health = (summary: string) => ({
    schema: { tags: ['server'], summary, security: [], response: { 200: statusSchema, ...refusals } },
    config: { access: 'anyone' as const, rateLimit: false as const },
  });
  server.get('/healthz', health('the process lives'), () => ({ status: 'ok' as const }));
  server.get('/readyz', health('the database answers'), async () => {
    await database.prisma.apiToken.findFirst({ select: { id: true } });
    return { status: 'ok' as const };
  });
  server.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    await reply.type('application/json').send(JSON.stringify(server.swagger()));
  });
}
