import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findPhone, listPhones } from '../../../src/worker/index.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { storePhone } from '../../support/worker-records.js';

describe('the list of phones', () => {
  let database: TestPostgres;
  beforeAll(async () => {
    database = await startTestPostgres();
    const { prisma } = database;
    const host = await prisma.host.create({
      data: { name: 'bench', state: 'ONLINE', stateReason: 'adb does not answer', lastSeenAt: new Date() },
    });
    const { phoneId } = await storePhone(database, { serialNumber: 'S-held' });
    await prisma.phone.update({
      where: { id: phoneId },
      data: {
        ...{ hostId: host.id, adbSerial: '10.0.0.1:5555', abis: ['arm64-v8a', 'x'], labels: ['a "b"'] },
        ...{ coreClusters: [{ name: 'large', cpus: [7] }], gpuModel: 'Mali', lastSeenAt: new Date() },
        ...{ properties: { 'ro.product.model': 'Test Phone' }, quarantinedUntil: new Date(0) },
      },
    });
    await prisma.lease.create({ data: { phoneId, token: 1, holder: 'bench/1', acquiredAt: new Date() } });
    await storePhone(database, { serialNumber: 'S-bare' });
    await prisma.stranger.create({
      data: { hostId: host.id, adbSerial: 'unread', state: 'UNAUTHORIZED', reason: 'no key' },
    });
  });
  afterAll(() => database.close());

  it('tells of each phone what is told of it by itself, save what getprop said, and of strangers behind them', async () => {
    const [bare, held, stranger, ...others] = await listPhones(database);
    for (const listed of [bare, held]) {
      const { phone, ...shown } = await findPhone(database, listed?.serialNumber ?? '');
      expect(phone.properties).toBeDefined();
      expect(listed).toMatchObject(shown);
      for (const [field, value] of Object.entries(listed?.phone ?? {}))
        expect([field, value]).toEqual([field, phone[field as keyof typeof phone]]);
      expect(Object.keys(phone)).toEqual(expect.arrayContaining(Object.keys(listed?.phone ?? {})));
    }
    expect(held).toMatchObject({ serialNumber: 'S-held', host: 'bench', leaseHolder: 'bench/1' });
    expect(stranger).toMatchObject({ adbSerial: 'unread', host: 'bench', state: 'UNAUTHORIZED' });
    expect(others).toEqual([]);
  });

  it('tells how runs ended since a phone was last taken out, and nothing of it where that is not asked', async () => {
    const { prisma } = database;
    const { id: phoneId } = await prisma.phone.findUniqueOrThrow({ where: { serialNumber: 'S-held' } });
    const event = (kind: string, hoursAgo: number, code: string) => ({
      ...{ phoneId, kind, at: new Date(Date.now() - hoursAgo * 3_600_000), detail: { code } },
    });
    await prisma.phoneEvent.createMany({
      data: [
        event('run failed', 30, 'TOO_LONG_AGO'),
        event('run failed', 3, 'BEFORE'),
        event('quarantined', 2, 'X'),
        event('run failed', 1, 'PHONE_LOST'),
      ],
    });
    const healthOf = async (options?: { readonly health: boolean }) =>
      (await listPhones(database, options)).map(({ health }) => health);
    expect(await healthOf()).toEqual([undefined, { runs: 1, failures: { PHONE_LOST: 1 } }, undefined]);
    expect(await healthOf({ health: false })).toEqual([undefined, undefined, undefined]);
  });
});
