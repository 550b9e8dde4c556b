import { z } from 'zod';

import { findHost, listHosts } from '../../worker/index.js';
import { refusals, shortText } from '../documents/common.js';
import { hostSchema } from '../documents/host.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiServices } from '../basis/services.js';

type Host = Awaited<ReturnType<typeof findHost>>;

/** Hosts with phones. */
export function addHostRoutes(server: ApiServer, { database }: ApiServices): void {
  server.get(
    '/v1/hosts',
    {
      schema: {
        tags: ['hosts'],
        summary: 'all hosts by name',
        response: { 200: z.array(hostSchema), ...refusals },
      },
    },
    async () => (await listHosts(database)).map(documentOf),
  );
  server.get(
    '/v1/hosts/:name',
    {
      schema: {
        tags: ['hosts'],
        summary: 'a host and its phones',
        params: z.strictObject({ name: shortText }),
        response: { 200: hostSchema, ...refusals },
      },
    },
    async ({ params: { name } }) => documentOf(await findHost(database, name)),
  );
}

function documentOf({ phones, ...host }: Host) {
  return { ...host, phones: phones.map(({ serialNumber }) => serialNumber) };
}
