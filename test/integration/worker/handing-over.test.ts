import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/platform/index.js';
import { listPhones } from '../../../src/worker/index.js';
import { PhoneRecords } from '../../../src/worker/phones/phone-records.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';
import { storePhone } from '../../support/worker-records.js';

const [olderProcess, newerProcess] = [4711, 4712];

let postgres: TestPostgres;
let older: PhoneRecords;
let newer: PhoneRecords;
let hostId: string;
let phoneId: string;
let serialNumber: string;

const heartbeat = (records: PhoneRecords, processId: number) =>
  records.hostSeen({ hostId, processId, clockAheadMs: 0 });
const host = () => postgres.prisma.host.findUniqueOrThrow({ where: { id: hostId } });
const sayNothingForLong = () =>
  postgres.prisma.host.update({ where: { id: hostId }, data: { lastSeenAt: new Date(0) } });
const shown = async () => {
  const phone = (await listPhones(postgres)).find((listed) => listed.serialNumber === serialNumber);
  return [phone?.state, phone?.reason];
};

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());
beforeEach(async () => {
  [older, newer] = [new PhoneRecords(postgres, systemClock), new PhoneRecords(postgres, systemClock)];
  ({ phoneId } = await storePhone(postgres));
  hostId = await older.hostOnline(`host of ${phoneId}`, olderProcess, 0);
  ({ serialNumber } = await postgres.prisma.phone.update({ where: { id: phoneId }, data: { hostId } }));
  await newer.hostOnline(`host of ${phoneId}`, newerProcess, 0);
});

describe('a host whose worker another one has taken the place of, while it still runs', () => {
  it('is watched by the newer one, and is not kept alive by the older one', async () => {
    const { lastSeenAt } = await host();
    await heartbeat(older, olderProcess);
    await older.observe(phoneId, 'HOT', 'as the older one sees it');
    expect(await host()).toMatchObject({ processId: newerProcess, lastSeenAt });
    await newer.observe(phoneId, 'NO_SPACE', 'as the newer one sees it');
    expect(await shown()).toEqual(['NO_SPACE', 'as the newer one sees it']);
  });

  it.each([
    ['says that it ends', () => newer.hostOffline(hostId, newerProcess, 'the worker was stopped')],
    ['dies without a word', sayNothingForLong],
  ])('is watched by the older one from its next heartbeat on when the newer one %s', async (_, end) => {
    await end();
    expect((await shown())[0]).toBe('UNWATCHED');
    await heartbeat(older, olderProcess);
    expect(await host()).toMatchObject({ processId: olderProcess, state: 'ONLINE', stateReason: null });
    await older.observe(phoneId, 'HOT', 'as the older one sees it');
    expect(await shown()).toEqual(['HOT', 'as the older one sees it']);
  });

  it('stays with the newer one when the older one dies', async () => {
    await older.hostOffline(hostId, olderProcess, 'the worker was stopped');
    await heartbeat(newer, newerProcess);
    expect(await host()).toMatchObject({ processId: newerProcess, state: 'ONLINE' });
    expect((await shown())[0]).toBe('READY');
  });

  it('is given back to nobody by one that only was silent for a while: who watches now goes on', async () => {
    await sayNothingForLong();
    await heartbeat(older, olderProcess);
    await heartbeat(newer, newerProcess);
    expect(await host()).toMatchObject({ processId: olderProcess });
  });
});
