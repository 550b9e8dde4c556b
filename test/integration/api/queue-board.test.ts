import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bundleWeb } from '../../../scripts/bundle-web.js';
import type { RunningServer } from '../../../src/api/index.js';
import type { RunQueues } from '../../../src/orchestrator/index.js';
import { runQueuesOn } from '../../../src/orchestrator/index.js';
import { openQueue, type QueueService } from '../../../src/platform/queue/index.js';
import { startBrowser } from '../../support/browser.js';
import { startTestRedis, type TestRedis } from '../../support/redis.js';
import { startServedFarm, type ServedFarm } from '../../support/served-farm.js';
import { describeWith, findProgram } from '../../support/system-packages.js';
import { storePhone } from '../../support/worker-records.js';

const poolKey = 'test-pool';
/** Its phones have been updated since. */
const leftPoolKey = 'left-pool';
const board = '/dashboard/queues';

interface Told {
  readonly queues: readonly {
    readonly name: string;
    readonly displayName: string;
    readonly readOnlyMode: boolean;
    readonly counts: Readonly<Record<string, number>>;
  }[];
}

/** What holds for the board whichever server keeps the queue. */
function showsQueues(queueUrlOf: (farm: ServedFarm) => Promise<string>): void {
  let assetFolder: string;
  let farm: ServedFarm;
  let service: QueueService;
  let queues: RunQueues;
  let url: string;
  let server: RunningServer;

  beforeAll(async () => {
    assetFolder = await mkdtemp(join(tmpdir(), 'latency-farm-web-'));
    await bundleWeb(fileURLToPath(new URL('../../../', import.meta.url)), assetFolder);
    farm = await startServedFarm();
    service = await openQueue(await queueUrlOf(farm), { farm: 'a-farm', maxConnections: 6 });
    queues = runQueuesOn(service);
    server = await farm.serve({ queues, assetFolder });
    ({ url } = server);
    const { phoneId } = await storePhone(farm.database, { poolKey });
    await farm.database.prisma.phone.update({ where: { id: phoneId }, data: { adbSerial: 'usb' } });
    await storePhone(farm.database, { poolKey: 'imported' });
    await farm.database.prisma.pool.create({
      data: {
        ...{ key: leftPoolKey, deviceModel: 'Test Phone', socModel: 'T1', buildFingerprint: 'old' },
        coreSets: 'small:0,1,2,3',
      },
    });
    await queues(poolKey).add('runs', { runIds: ['a-run'] });
  });
  afterAll(async () => {
    await server.stop();
    await service.close();
    await farm.close();
    await rm(assetFolder, { recursive: true, force: true });
  });

  async function ask(path: string, role: 'viewer' | 'operator' | 'admin' | null, init: RequestInit = {}) {
    const headers = new Headers(init.headers);
    if (role !== null) headers.set('authorization', `Bearer ${farm.tokens[role]}`);
    const answer = await fetch(`${url}${board}${path}`, { ...init, headers });
    const text = await answer.text();
    return { status: answer.status, text, headers: answer.headers };
  }
  const queuesFor = async (role: 'viewer' | 'operator') => {
    const { queues: told } = JSON.parse((await ask('/api/queues', role)).text) as Told;
    return told.map(({ displayName, readOnlyMode, counts }) => ({ displayName, readOnlyMode, counts }));
  };
  const onQueue = (order: string) => `/api/queues/${encodeURIComponent(queues(poolKey).name)}/${order}`;

  it('shows the jobs of pools with phones, and lets nobody see them without a token', async () => {
    const shown = (readOnlyMode: boolean) =>
      [leftPoolKey, poolKey].map((displayName) => ({
        ...{ displayName, readOnlyMode },
        counts: expect.objectContaining({ waiting: displayName === poolKey ? 1 : 0, active: 0 }) as object,
      }));
    expect(await queuesFor('viewer')).toEqual(shown(true));
    expect(await queuesFor('operator')).toEqual(shown(false));
    expect((await ask('/api/queues', null)).status).toBe(401);
    expect((await ask('/', null)).status).toBe(401);
  });

  it('lets operators hold a queue up, viewers not, and nobody make jobs of their own', async () => {
    const put = { method: 'PUT', headers: { 'sec-fetch-site': 'same-origin' } };
    const refused = await ask(onQueue('pause'), 'viewer', put);
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('ROLE_MISSING')]);
    expect(await queues(poolKey).isPaused()).toBe(false);
    expect((await ask(onQueue('pause'), 'operator', put)).status).toBe(200);
    expect(await queues(poolKey).isPaused()).toBe(true);
    expect((await ask(onQueue('resume'), 'operator', put)).status).toBe(200);
    expect(await queues(poolKey).isPaused()).toBe(false);
    const add = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'runs', data: { runIds: ['x'] }, options: {} }),
    };
    expect((await ask(onQueue('add'), 'admin', add)).status).toBe(404);
    expect((await ask(onQueue('concurrency'), 'operator', put)).status).toBe(403);
    expect((await ask(onQueue('obliterate'), 'operator', put)).status).toBe(403);
    expect(await queues(poolKey).getWaitingCount()).toBe(1);
  });

  it(
    'is a page that a browser shows from this server alone',
    { skip: findProgram('chromium') === undefined },
    async () => {
      const browser = await startBrowser();
      try {
        const context = await browser.newContext();
        const name = `farm_session_${new URL(url).port}`;
        await context.addCookies([{ name, value: farm.tokens.viewer, url }]);
        const page = await context.newPage();
        const complaints: string[] = [];
        const asked: string[] = [];
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        page.on('pageerror', ({ message }) => complaints.push(message));
        page.on('request', (request) => asked.push(request.url()));
        const answer = await page.goto(`${url}${board}`);
        expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
        await page.getByText(poolKey).first().waitFor();
        await page.getByText(poolKey).first().click();
        await page.getByText('a-run').first().waitFor();
        expect(complaints).toEqual([]);
        expect(asked.filter((one) => !one.startsWith(url) && !one.startsWith('data:'))).toEqual([]);
        const folder = process.env['FARM_TEST_SCREENSHOTS'];
        if (folder !== undefined) await page.screenshot({ path: join(folder, 'queues.png') });
      } finally {
        await browser.close();
      }
    },
  );
}

describe('the board of a queue on Postgres', () => {
  showsQueues((farm) => Promise.resolve(farm.database.queueUrl));
});

describeWith('redis-server', 'the board of a queue on Redis', () => {
  let redis: TestRedis;
  afterAll(() => redis.stop());
  showsQueues(async () => (redis = await startTestRedis()).url);
});
