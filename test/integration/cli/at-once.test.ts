import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addWebhook, listWebhooks, removeWebhook, testWebhook } from '../../../src/api/webhooks/index.js';
import { systemClock } from '../../../src/platform/index.js';
import { addHost, listHosts, removeHost } from '../../../src/worker/hosts/index.js';
import { PhoneRecords } from '../../../src/worker/phones/phone-records.js';
import { Strangers } from '../../../src/worker/phones/strangers.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';

const atOnce = 5;

describe('what several write at once under one name', () => {
  let database: TestPostgres;
  beforeAll(async () => {
    database = await startTestPostgres();
  });
  afterAll(() => database.close());

  /** How several of the same end that are asked for together: their codes, with "done" for those that did. */
  async function together(act: () => Promise<unknown>): Promise<string[]> {
    const ended = await Promise.allSettled(Array.from({ length: atOnce }, act));
    return ended
      .map((one) => (one.status === 'fulfilled' ? 'done' : String((one.reason as { code?: unknown }).code)))
      .sort();
  }
  const oneOf = (code: string) => [...Array.from({ length: atOnce - 1 }, () => code), 'done'].sort();

  it('is one webhook, and the others are told that it exists', async () => {
    const webhook = { name: 'chat', url: 'https://chat.example/x', events: [], allowPrivate: false };
    expect(await together(() => addWebhook(database, webhook))).toEqual(oneOf('WEBHOOK_EXISTS'));
    expect(await listWebhooks(database)).toHaveLength(1);
    expect(new Set(await together(() => testWebhook(database, 'chat', 0)))).toEqual(new Set(['done']));
    expect(await together(() => removeWebhook(database, 'chat'))).toEqual(oneOf('WEBHOOK_UNKNOWN'));
  });

  it('is one host, and the others are told that it exists', async () => {
    const host = {
      ...{ name: 'lab', address: 'farm@lab.example', keyPath: '/key', kind: 'WORKER' as const },
      hostKeyPin: `SHA256:${'A'.repeat(43)}`,
    };
    expect(await together(() => addHost(database, host))).toEqual(oneOf('HOST_EXISTS'));
    expect(await listHosts(database)).toHaveLength(1);
    expect(await together(() => removeHost(database, 'lab'))).toEqual(oneOf('HOST_UNKNOWN'));
  });

  it('is one row of what farms note by themselves, and nobody fails', async () => {
    const records = new PhoneRecords(database, systemClock);
    const all = Array.from({ length: atOnce }, () => 'done');
    expect(await together(() => records.hostOnline('bench', 1, 0))).toEqual(all);
    const [host] = await listHosts(database);
    const strangers = new Strangers(database, records, host?.id ?? '', systemClock);
    expect(
      await together(() => strangers.note('serial', { state: 'UNAUTHORIZED', reason: 'no key' })),
    ).toEqual(all);
    const identity = {
      ...{ serialNumber: 'S1', deviceModel: 'Phone', manufacturer: 'Maker', socModel: 'M1' },
      ...{ abis: ['x86_64'], androidRelease: '14', sdkLevel: 34, buildFingerprint: 'fp' },
      ...{ coreClusters: [], unreadableCpus: [], missingCommands: [], gpuModel: undefined },
      properties: new Map<string, string>(),
    };
    expect(await together(() => records.phoneAttached(host?.id ?? '', 'serial', identity))).toEqual(all);
  });
});
