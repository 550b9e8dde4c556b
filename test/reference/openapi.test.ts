import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { expect, it } from 'vitest';

import { createServer } from '../../src/api/index.js';
import { silentLogger } from '../../src/platform/index.js';

/** The description of a server that has no farm behind it: it is made of the routes alone. */
async function description(): Promise<OpenAPI3> {
  const services = { logger: silentLogger() } as Parameters<typeof createServer>[0];
  const server = await createServer(services, { version: '1' });
  try {
    return server.swagger() as OpenAPI3;
  } finally {
    await server.close();
  }
}

it('the API is described in docs/reference/openapi.json as it describes itself', async () => {
  const text = `${JSON.stringify(await description(), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot('../../docs/reference/openapi.json');
});

it('the types of the client are those of the API', async () => {
  const types = astToString(await openapiTypescript(await description()));
  const heading =
    '// Made of docs/reference/openapi.json: npx vitest run test/reference/openapi.test.ts -u writes it anew.\n';
  await expect(heading + types).toMatchFileSnapshot('../../src/client/generated/openapi.ts');
});
