import type { ApiServer } from '../basis/api-server.js';
import { createJsonSchemaTransform, swagger } from './http.js';

/** Describes all routes that are added afterwards, as OpenAPI 3.1. */
export async function describeRoutes(server: ApiServer, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'latency-farm',
        version,
        description:
          'Campaigns, phones, measurements and predictions of a farm of phones. Times in microseconds.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      security: [{ token: [] }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: createJsonSchemaTransform({}),
  });
}
