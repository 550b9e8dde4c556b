import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { deliverOnce, mostAttempts } from '../../../src/api/webhooks/deliver.js';
import type { DeliveryRecord } from '../../../src/api/webhooks/webhooks.js';
import { createLogger, systemClock } from '../../../src/platform/index.js';
import { claimDeliveries, noteUndelivered } from '../../../src/tables/webhook-delivery/deliveries.js';
import { runFarm } from '../../support/farm-command.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { storeCampaign, storePhone } from '../../support/worker-records.js';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let database: TestPostgres;
let poolKey: string;
let phoneId: string;
beforeAll(async () => {
  database = await startTestPostgres();
  ({ poolKey, phoneId } = await storePhone(database, { serialNumber: 'SERIAL-1' }));
});
afterAll(() => database.close());

let receiver: Server;
let received: Received[];
let status: number;
let url: string;
beforeEach(async () => {
  received = [];
  status = 204;
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(status, { location: url }).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/path-that-is-a-secret`;
});
afterEach(async () => {
  await database.prisma.webhook.deleteMany();
  await database.prisma.phoneEvent.deleteMany();
  await database.prisma.campaign.deleteMany();
  receiver.closeAllConnections();
  receiver.close();
});

const farm = (...args: string[]) => runFarm(args, { env: { FARM_DATABASE_URL: database.url } });

async function added(...options: string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await farm('webhooks', 'add', url, '--name', 'chat', ...options);
  expect(exitCode, stderr).toBe(0);
  return stdout.trim();
}

async function deliveries(): Promise<DeliveryRecord[]> {
  return JSON.parse((await farm('webhooks', 'log', 'chat', '--json')).stdout) as DeliveryRecord[];
}

let logged: string;
const look = (signal = new AbortController().signal) => {
  logged = '';
  const logger = createLogger({ level: 'debug', output: { write: (line) => (logged += line) } });
  return deliverOnce({ database, clock: systemClock, logger, version: '1.2.3', signal });
};

/** Lets the time pass after which a message is tried again. */
const later = () =>
  database.prisma.webhookDelivery.updateMany({ data: { nextAttemptAt: new Date(Date.now() - 1000) } });

async function endedCampaign(): Promise<string> {
  const { campaignId } = await storeCampaign(database, poolKey, []);
  await database.prisma.campaign.update({
    where: { id: campaignId },
    data: {
      state: 'PARTLY_DONE',
      stateReason: '1 of 2 runs failed',
      finishedAt: new Date(Date.now() + 1000),
    },
  });
  return campaignId;
}

const noteOfPhone = (detail: object) =>
  database.prisma.phoneEvent.create({
    data: { phoneId, kind: 'quarantined', detail, at: new Date(Date.now() + 1000) },
  });

describe('a webhook', () => {
  it('is told once of all that happens after it was added, in messages that are signed', async () => {
    await noteOfPhone({ reason: 'before', code: 'RUN_TIMEOUT' });
    await database.prisma.phoneEvent.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    const secret = await added('--allow-private');
    const campaignId = await endedCampaign();
    await noteOfPhone({ reason: 'failed five runs', code: 'RUN_TIMEOUT' });
    await noteOfPhone({ reason: 'slower by 9 %', code: 'PHONE_DRIFTED', scenarioKey: 's' });
    await look();
    await look();
    const messages = received.map(({ headers, body }) => {
      expect(headers['user-agent']).toBe('latency-farm/1.2.3');
      return new Webhook(secret).verify(body, headers as Record<string, string>) as {
        type: string;
        data: object;
      };
    });
    expect(messages.toSorted((a, b) => (a.type < b.type ? -1 : 1))).toMatchObject([
      {
        type: 'campaign.ended',
        data: { id: campaignId, state: 'PARTLY_DONE', reason: '1 of 2 runs failed' },
      },
      { type: 'phone.drifted', data: { serialNumber: 'SERIAL-1', scenario: 's' } },
      { type: 'phone.quarantined', data: { serialNumber: 'SERIAL-1', reason: 'failed five runs' } },
    ]);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    expect((await deliveries()).map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED']);
  });

  it('is told of what it waits for only', async () => {
    await added('--allow-private', '--events', 'phone.quarantined');
    await endedCampaign();
    expect(await look()).toBe(0);
  });

  it('is told again under the same id while it refuses, and given up in the end', async () => {
    await added('--allow-private', '--events', 'campaign.ended');
    await endedCampaign();
    status = 503;
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      expect(await look()).toBe(1);
      expect(await look()).toBe(0);
      await later();
    }
    expect(await look()).toBe(0);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(received).toHaveLength(mostAttempts);
    expect(await deliveries()).toMatchObject([
      { state: 'FAILED', attempts: mostAttempts, lastError: 'it answered with status 503' },
    ]);
  });

  it('is told by another process what one had claimed that was killed', async () => {
    await added('--allow-private', '--events', 'campaign.ended');
    await endedCampaign();
    await look(AbortSignal.abort());
    expect(received).toEqual([]);
    expect(await claimDeliveries(database.pool, 9)).toEqual([]);
    await later();
    await look();
    expect(await deliveries()).toMatchObject([{ state: 'DELIVERED', attempts: 2 }]);
  });

  it('that was told stays so, though a process that had claimed the message before hears late that it failed', async () => {
    await added('--allow-private');
    await farm('webhooks', 'test', 'chat');
    const claimed = await claimDeliveries(database.pool, 1);
    await later();
    await look();
    for (const message of claimed) await noteUndelivered(database.pool, message, 'a timeout', undefined);
    expect(claimed).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ state: 'DELIVERED', lastError: null }]);
  });

  it('with many messages keeps no other waiting', async () => {
    await added('--allow-private');
    const { id: webhookId } = await database.prisma.webhook.findUniqueOrThrow({ where: { name: 'chat' } });
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...{ webhookId, eventKey: `test:${index}`, event: 'test', body: '{}' },
      nextAttemptAt: new Date(Date.now() - 60_000),
    }));
    await database.prisma.webhookDelivery.createMany({ data: many });
    await farm('webhooks', 'add', url, '--name', 'other', '--allow-private');
    await farm('webhooks', 'test', 'other');
    const claimed = await claimDeliveries(database.pool, 2);
    expect(claimed.map(({ webhook }) => webhook).sort()).toEqual(['chat', 'chat', 'other']);
  });

  it('is forgotten what it was told a month ago', async () => {
    await added('--allow-private');
    await farm('webhooks', 'test', 'chat');
    await look();
    expect(await deliveries()).toHaveLength(1);
    const longAgo = new Date(Date.now() - 31 * 86_400_000);
    await database.prisma.webhookDelivery.updateMany({ data: { nextAttemptAt: longAgo } });
    await look();
    expect(await deliveries()).toEqual([]);
  });

  it('does not lead anywhere else', async () => {
    await added('--allow-private');
    await farm('webhooks', 'test', 'chat');
    status = 307;
    await look();
    expect(received).toHaveLength(1);
    expect(await deliveries()).toMatchObject([
      { event: 'test', state: 'PENDING', lastError: expect.stringContaining('307') as string },
    ]);
  });

  it('in a private network is refused, when it is added and when its name has come to lead there', async () => {
    const refused = await farm('webhooks', 'add', url);
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('WEBHOOK_REFUSED') as string,
    });
    url = `https://localhost:${new URL(url).port}/`;
    await added();
    await farm('webhooks', 'test', 'chat');
    await look();
    expect(received).toEqual([]);
    expect(await deliveries()).toMatchObject([
      {
        state: 'PENDING',
        lastError: expect.stringContaining('not an address of the public internet') as string,
      },
    ]);
  });

  it('keeps its secrets: neither lists nor logs tell of them', async () => {
    const secret = await added('--allow-private');
    await farm('webhooks', 'test', 'chat');
    status = 500;
    await look();
    receiver.closeAllConnections();
    receiver.close();
    await later();
    let said = logged;
    await look();
    said += logged;
    said += (await farm('webhooks', 'ls')).stdout + (await farm('webhooks', 'ls', '--json')).stdout;
    said += (await farm('webhooks', 'log', 'chat')).stdout;
    expect(said).toContain('500');
    expect(said).toContain('ECONNREFUSED');
    expect(said).not.toContain(secret.slice(6));
    expect(said).not.toContain('path-that-is-a-secret');
  });

  it('is one of its name, and no more once it is removed', async () => {
    await added('--allow-private');
    expect((await farm('webhooks', 'add', url, '--name', 'chat', '--allow-private')).stderr).toContain(
      'WEBHOOK_EXISTS',
    );
    expect(await farm('webhooks', 'rm', 'chat')).toMatchObject({ exitCode: 0 });
    expect((await farm('webhooks', 'rm', 'chat')).stderr).toContain('WEBHOOK_UNKNOWN');
  });
});
