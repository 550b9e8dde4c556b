import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createToken, revokeToken } from '../../../src/api/index.js';
import { buildArchitecture, graphOfConfigurations, writeTflite } from '../../../src/graph/index.js';
import { startServedFarm, storeRelease, type Answer, type ServedFarm } from '../../support/served-farm.js';
import { configurationsOf } from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
const modelBytes = 2 ** 20;
const streams = 5;

let farm: ServedFarm;
let campaignId: string;
let serial: string;
let before: object;

/** What a caller could have changed. */
async function stateOfFarm() {
  const { prisma } = farm.database;
  return {
    campaigns: await prisma.campaign.findMany({ select: { id: true, state: true } }),
    phones: await prisma.phone.findMany({ select: { serialNumber: true, state: true } }),
    releases: await prisma.release.findMany({ select: { id: true, state: true } }),
    runs: await prisma.run.groupBy({ by: ['state'], _count: true, orderBy: { state: 'asc' } }),
  };
}

beforeAll(async () => {
  farm = await startServedFarm({
    limits: { modelBytes, streams, bodyBytes: 2 ** 20, refusedPerMinute: 1000 },
  });
  await storeRelease(farm.database, scenarioKey, ['resnet10']);
  campaignId = (await farm.database.prisma.campaign.findFirstOrThrow()).id;
  serial = (await farm.database.prisma.phone.findFirstOrThrow()).serialNumber;
  before = await stateOfFarm();
});
afterAll(() => farm.close());

/** A refusal says what is wrong as a problem document, and nothing of how the server is made. */
function expectRefusal(answer: Answer, status: number, code: string): void {
  expect(answer, answer.text).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({
    title: expect.any(String) as string,
    detail: expect.any(String) as string,
  });
  expect(answer.text).not.toMatch(
    /node_modules|\bat .*:\d+:\d+|SELECT|postgres|prisma|\/(?:src|home|tmp|root)\//i,
  );
}

const post = { method: 'POST' };
const octets = { 'content-type': 'application/octet-stream' };
const send = (body: Uint8Array, query = `scenario=${scenarioKey}`) =>
  farm.ask(`/v1/prediction/model?${query}`, { ...post, headers: octets, body: Buffer.from(body) });

describe('who has no right to ask is refused:', () => {
  const paths = ['/v1/phones', '/openapi.json', '/v1/nothing', '/', '/v1/campaigns/x/progress'];
  it.each(paths)('without a token, at %s', async (path) => {
    const answer = await farm.ask(path, { token: null });
    expectRefusal(answer, 401, 'TOKEN_MISSING');
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  it.each(['', 'farm_wrong', 'x'.repeat(5000), '1 OR 1=1', '\u00ff'])('with the token %j', async (token) => {
    expectRefusal(await farm.ask('/v1/phones', { token }), 401, 'TOKEN_INVALID');
  });

  it('with a token that has expired or was revoked', async () => {
    const { database } = farm;
    const nowMs = Date.now();
    const made = { name: 'gone', role: 'admin' as const, nowMs };
    const expired = await createToken(database, { ...made, expiresAt: new Date(nowMs - 1) });
    const revoked = await createToken(database, made);
    expect((await farm.ask('/v1/phones', { token: revoked.token })).status).toBe(200);
    await revokeToken(database, revoked.id, nowMs);
    for (const { token } of [expired, revoked])
      expectRefusal(await farm.ask('/v1/phones', { token }), 401, 'TOKEN_INVALID');
  });

  it.each([
    () => `/v1/campaigns/${campaignId}/pause`,
    () => `/v1/campaigns/${campaignId}/cancel`,
    () => `/v1/phones/${serial}/drain`,
    () => `/v1/releases/Test%20Phone/${scenarioKey}/1/promote`,
    () => `/v1/releases/Test%20Phone/${scenarioKey}/rollback`,
  ])('a viewer who orders (%#)', async (path) => {
    expectRefusal(await farm.ask(path(), post), 403, 'ROLE_MISSING');
  });
});

it('the token itself is nowhere in the database', async () => {
  const tokens = JSON.stringify(await farm.database.prisma.apiToken.findMany());
  for (const token of Object.values(farm.tokens)) expect(tokens).not.toContain(token);
});

it('whether the server lives is told to anyone', async () => {
  for (const path of ['/healthz', '/readyz']) {
    expect(await farm.ask(path, { token: null })).toMatchObject({ status: 200, body: { status: 'ok' } });
  }
});

describe('what is not as described is refused:', () => {
  it.each<[string, string, number, string, RequestInit & { json?: unknown }]>([
    ['an unknown path', '/v1/nothing', 404, 'ROUTE_UNKNOWN', {}],
    ['another method', '/v1/phones', 404, 'ROUTE_UNKNOWN', { method: 'DELETE' }],
    ['an unknown campaign', '/v1/campaigns/ffffffff', 404, 'CAMPAIGN_UNKNOWN', {}],
    ['an id that is none', "/v1/campaigns/'%20OR%201=1", 404, 'CAMPAIGN_UNKNOWN', {}],
    ['an unknown run', '/v1/runs/ffffffff', 404, 'RUN_UNKNOWN', {}],
    ['runs of an unknown phone', '/v1/runs?phone=nobody', 404, 'RUN_PHONE_UNKNOWN', {}],
    ['an unknown verdict', '/v1/runs?verdict=good', 400, 'REQUEST_INVALID', {}],
    ['an unknown phone', '/v1/phones/nobody', 404, 'PHONE_UNKNOWN', {}],
    ['an unknown host', '/v1/hosts/nobody', 404, 'HOST_UNKNOWN', {}],
    ['an unknown release', `/v1/releases/x/${scenarioKey}/9`, 404, 'RELEASE_NOT_FOUND', {}],
    ['a version that is none', `/v1/releases/x/${scenarioKey}/NaN`, 400, 'REQUEST_INVALID', {}],
    ['a scenario that is none', '/v1/releases?scenario=fast', 400, 'REQUEST_INVALID', {}],
    ['an unknown query', '/v1/releases?limit=1', 400, 'REQUEST_INVALID', {}],
    ['a way up', '/v1/phones/..%2f..%2fetc%2fpasswd', 404, 'PHONE_UNKNOWN', {}],
    ['a null byte', '/v1/phones/a%00b', 400, 'REQUEST_INVALID', {}],
    ['a broken escape', '/v1/phones/%zz', 400, 'REQUEST_INVALID', {}],
    ['no body', '/v1/predictions', 400, 'REQUEST_INVALID', post],
    [
      'broken JSON',
      '/v1/predictions',
      400,
      'REQUEST_INVALID',
      { ...post, headers: { 'content-type': 'application/json' }, body: '{"networks": [' },
    ],
    [
      'another prototype',
      '/v1/predictions',
      400,
      'REQUEST_INVALID',
      {
        ...post,
        headers: { 'content-type': 'application/json' },
        body: '{"__proto__": {"access": "anyone"}}',
      },
    ],
    [
      'another type',
      '/v1/predictions',
      415,
      'MEDIA_TYPE_UNSUPPORTED',
      { ...post, headers: { 'content-type': 'text/csv' }, body: 'a' },
    ],
    [
      'no networks',
      '/v1/predictions',
      400,
      'REQUEST_INVALID',
      { json: { networks: [], scenarios: [scenarioKey] } },
    ],
    [
      'too many networks',
      '/v1/predictions',
      400,
      'REQUEST_INVALID',
      { json: { networks: Array(20_001).fill('resnet10'), scenarios: [scenarioKey] } },
    ],
    [
      'a batch with more answers than are taken',
      '/v1/predictions',
      413,
      'REQUEST_TOO_LARGE',
      {
        json: {
          networks: Array(20_000).fill('resnet10'),
          scenarios: ['1large-t1', '2large-t2', '4small-t4'].map((cores) => `${cores}-float32-builtin-2.15`),
        },
      },
    ],
    [
      'a larger body than is taken',
      '/v1/predictions',
      413,
      'REQUEST_TOO_LARGE',
      { json: { networks: ['x'.repeat(2 ** 20)], scenarios: [scenarioKey] } },
    ],
    [
      'a field that is not known',
      '/v1/prediction',
      400,
      'REQUEST_INVALID',
      { json: { network: 'resnet10', scenario: scenarioKey, cwd: '/' } },
    ],
    [
      'a network that is a path',
      '/v1/prediction',
      422,
      'UNKNOWN_ARCHITECTURE',
      { json: { network: '/etc/passwd', scenario: scenarioKey } },
    ],
    [
      'an operation that cannot be',
      '/v1/prediction',
      422,
      'UNKNOWN_OPERATOR',
      {
        json: {
          network: { name: 'mine', operations: [{ operator: 'NOTHING', attributes: {}, inputs: [] }] },
          scenario: scenarioKey,
        },
      },
    ],
    [
      'a scenario without a release',
      '/v1/prediction',
      404,
      'RELEASE_NOT_FOUND',
      { json: { network: 'resnet10', scenario: '4small-t1-float32-builtin-2.15' } },
    ],
  ])('%s', async (_what, path, status, code, options) => {
    expectRefusal(await farm.ask(path, options), status, code);
  });

  it('fields by their names', async () => {
    const { body } = await farm.ask('/v1/prediction', { json: { network: 'resnet10', scenario: 'fast' } });
    expect(body).toMatchObject({ fields: [{ path: '/scenario' }] });
  });

  it('an order that does not fit the state', async () => {
    const path = `/v1/campaigns/${campaignId}/resume`;
    expectRefusal(
      await farm.ask(path, { ...post, token: farm.tokens.operator }),
      409,
      'CAMPAIGN_STATE_CONFLICT',
    );
  });
});

describe('a model file is refused', () => {
  it('that is larger than is taken, whether or not it says so', async () => {
    expectRefusal(await send(new Uint8Array(modelBytes + 1)), 413, 'REQUEST_TOO_LARGE');
    const pieces = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(2 ** 16)),
    });
    const answer = farm.ask(`/v1/prediction/model?scenario=${scenarioKey}`, {
      ...post,
      headers: octets,
      body: pieces,
      duplex: 'half',
    });
    // Who sends without end may see the connection closed before the refusal.
    const refused = await answer.catch(() => undefined);
    if (refused !== undefined) expectRefusal(refused, 413, 'REQUEST_TOO_LARGE');
  });

  it('that is none, or is cut off; and a whole one is predicted afterwards', async () => {
    const [pooling] = configurationsOf([buildArchitecture('resnet10')]).filter(
      ({ inputs }) => inputs.length === 1,
    );
    const whole = writeTflite(graphOfConfigurations(pooling === undefined ? [] : [pooling]));
    expectRefusal(await send(new Uint8Array(0)), 422, 'MALFORMED_MODEL');
    expectRefusal(await send(new TextEncoder().encode('hello')), 422, 'MALFORMED_MODEL');
    expectRefusal(await send(whole.slice(0, 300)), 422, 'MALFORMED_MODEL');
    expectRefusal(await send(whole, 'scenario=fast'), 400, 'REQUEST_INVALID');
    expect((await send(whole)).status).toBe(200);
  });
});

it('who sends slowly is cut off, and others are answered meanwhile', async () => {
  const impatient = await farm.serve({ limits: { requestMs: 300 } });
  const socket = connect({ host: '127.0.0.1', port: impatient.port });
  const closed = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    socket.on('close', () => resolve(text));
  });
  socket.write(`POST /v1/predictions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${farm.tokens.viewer}\r\n`);
  socket.write('Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"networks"');
  expect((await farm.ask('/v1/phones')).status).toBe(200);
  expect(await closed).toContain('408');
  await impatient.stop();
});

it('of 1,000 who want to follow a campaign as many are let in as there are places, and others after they have left', async () => {
  const path = `${farm.url}/v1/campaigns/${campaignId}/progress`;
  const headers = { authorization: `Bearer ${farm.tokens.viewer}` };
  const leaving = new AbortController();
  const asked: Response[] = [];
  // Not more at once than a listening socket keeps until the server takes them, however busy it is.
  for (let wave = 0; wave < 10; wave++) {
    const askedNow = Array.from({ length: 100 }, () => fetch(path, { headers, signal: leaving.signal }));
    asked.push(...(await Promise.all(askedNow)));
  }
  const countOf = (wanted: number) => asked.filter(({ status }) => status === wanted).length;
  expect([countOf(200), countOf(503)]).toEqual([streams, 1000 - streams]);
  expect((await farm.ask('/v1/phones')).status).toBe(200);
  leaving.abort();
  await expect
    .poll(async () => {
      const again = new AbortController();
      const { status } = await fetch(path, { headers, signal: again.signal });
      again.abort();
      return status;
    })
    .toBe(200);
});

it('nothing of all this has changed the farm', async () => {
  expect(await stateOfFarm()).toEqual(before);
});
