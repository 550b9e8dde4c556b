import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { inTransaction } from '../../../src/platform/database/index.js';
import { silentLogger } from '../../../src/platform/index.js';
import { HeldLease, LeaseStore } from '../../../src/worker/leases/index.js';
import type { Lease } from '../../../src/worker/leases/index.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/manual-clock.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';
import { storePhone } from '../../support/worker-records.js';

const durationMs = 30_000;

let postgres: TestPostgres;
let clock: ManualClock;
let leases: LeaseStore;
let phoneId: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());
beforeEach(async () => {
  clock = new ManualClock();
  leases = new LeaseStore(postgres.pool, clock);
  ({ phoneId } = await storePhone(postgres));
});

const fence = (lease: Lease) => inTransaction(postgres.pool, (client) => leases.fence(client, lease));
const lost = expect.objectContaining({ code: 'LEASE_LOST' }) as Error;

describe('LeaseStore', () => {
  it('gives a phone to one holder at a time', async () => {
    await leases.acquire(phoneId, 'a', durationMs);
    await expect(leases.acquire(phoneId, 'b', durationMs)).rejects.toMatchObject({ code: 'LEASE_HELD' });
  });

  it('gives it once more to its holder, who may not have had the answer, under a token of its own', async () => {
    const unheard = await leases.acquire(phoneId, 'a', durationMs);
    const heard = await leases.acquire(phoneId, 'a', durationMs);
    expect([unheard.token, heard.token]).toEqual([1n, 2n]);
    await expect(fence(unheard)).rejects.toEqual(lost);
    await expect(fence(heard)).resolves.toBeUndefined();
  });

  it('gives it to exactly one of many who ask at once', async () => {
    const holders = Array.from({ length: 12 }, (_, index) => `holder ${index}`);
    const answers = await Promise.allSettled(
      holders.map((holder) => leases.acquire(phoneId, holder, durationMs)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('raises the token with every acquisition, also after a release', async () => {
    const first = await leases.acquire(phoneId, 'a', durationMs);
    await leases.release(first);
    const second = await leases.acquire(phoneId, 'b', durationMs);
    clock.advance(durationMs);
    const third = await leases.acquire(phoneId, 'a', durationMs);
    expect([first.token, second.token, third.token]).toEqual([1n, 2n, 3n]);
  });

  it('lets another take the phone over once the lease has expired, and not before', async () => {
    await leases.acquire(phoneId, 'a', durationMs);
    clock.advance(durationMs - 1);
    await expect(leases.acquire(phoneId, 'b', durationMs)).rejects.toMatchObject({ code: 'LEASE_HELD' });
    clock.advance(1);
    await expect(leases.acquire(phoneId, 'b', durationMs)).resolves.toMatchObject({ token: 2n });
  });

  it('refuses whatever the former holder still wants to store, renew or release', async () => {
    const former = await leases.acquire(phoneId, 'a', durationMs);
    clock.advance(durationMs);
    const current = await leases.acquire(phoneId, 'b', durationMs);
    await expect(fence(former)).rejects.toEqual(lost);
    await expect(leases.renew(former, durationMs)).rejects.toEqual(lost);
    await leases.release(former);
    await expect(fence(current)).resolves.toBeUndefined();
  });

  it('refuses a holder whose lease has expired although nobody else took the phone', async () => {
    const lease = await leases.acquire(phoneId, 'a', durationMs);
    clock.advance(durationMs);
    await expect(fence(lease)).rejects.toEqual(lost);
    await expect(leases.renew(lease, durationMs)).rejects.toEqual(lost);
  });

  it('takes an expired lease up again for what was measured under it, until somebody else has had the phone', async () => {
    const lease = await leases.acquire(phoneId, 'a', durationMs);
    clock.advance(durationMs);
    await leases.revive(lease, durationMs);
    await expect(fence(lease)).resolves.toBeUndefined();
    clock.advance(durationMs);
    await leases.release(await leases.acquire(phoneId, 'b', durationMs));
    await expect(leases.revive(lease, durationMs)).rejects.toEqual(lost);
  });

  it('prolongs a lease from the moment of its renewal', async () => {
    const lease = await leases.acquire(phoneId, 'a', durationMs);
    clock.advance(20_000);
    await leases.renew(lease, durationMs);
    clock.advance(20_000);
    await expect(fence(lease)).resolves.toBeUndefined();
  });

  it('keeps the phone from being taken over until a fenced transaction has ended', async () => {
    const lease = await leases.acquire(phoneId, 'a', durationMs);
    const order: string[] = [];
    let takeover: Promise<unknown> | undefined;
    await inTransaction(postgres.pool, async (client) => {
      await leases.fence(client, lease);
      clock.advance(durationMs);
      takeover = leases.acquire(phoneId, 'b', durationMs).then(() => order.push('taken over'));
      await client.query('SELECT pg_sleep(0.05)');
      order.push('committed');
    });
    await takeover;
    expect(order).toEqual(['committed', 'taken over']);
  });

  it("uses the database's own clock where no test brings one", async () => {
    const store = new LeaseStore(postgres.pool);
    const lease = await store.acquire(phoneId, 'a', durationMs);
    await inTransaction(postgres.pool, (client) => store.fence(client, lease));
    const row = await postgres.prisma.lease.findUniqueOrThrow({ where: { phoneId } });
    expect(Number(row.expiresAt) - Number(row.acquiredAt)).toBe(durationMs);
  });
});

describe('HeldLease', () => {
  const hold = (holder: string) =>
    HeldLease.acquire({ store: leases, clock, logger: silentLogger(), phoneId, holder, durationMs });
  const heartbeat = async () => {
    // While a renewal is under way it is the lease's expiry that is slept for.
    await eventually(() => expect(clock.nextWakeInMs).toBe(durationMs / 3));
    clock.advance(durationMs / 3);
  };

  it('outlives its first duration by renewing itself', async () => {
    const held = await hold('a');
    for (let beat = 1; beat <= 6; beat += 1) {
      await heartbeat();
      const expected = clock.nowMs() + durationMs;
      await eventually(async () => {
        const row = await postgres.prisma.lease.findUniqueOrThrow({ where: { phoneId } });
        expect(Number(row.expiresAt)).toBe(expected);
      });
    }
    expect(held.signal.aborted).toBe(false);
    await held.release();
  });

  it('aborts its signal when another holder has taken the phone', async () => {
    const held = await hold('a');
    await postgres.prisma.lease.update({
      where: { phoneId },
      data: { holder: 'b', token: { increment: 1 } },
    });
    await heartbeat();
    await eventually(() => expect(held.signal.aborted).toBe(true));
    expect(held.signal.reason).toEqual(lost);
  });

  it('aborts its signal when the database does not answer until the lease has expired', async () => {
    const deaf = new LeaseStore(postgres.pool, clock);
    const held = await HeldLease.acquire({
      store: Object.assign(deaf, { renew: () => new Promise<void>(() => undefined) }),
      clock,
      logger: silentLogger(),
      phoneId,
      holder: 'a',
      durationMs,
    });
    await heartbeat();
    await eventually(() => expect(clock.sleeperCount).toBeGreaterThan(0));
    clock.advance(durationMs);
    await eventually(() => expect(held.signal.aborted).toBe(true));
    expect(held.signal.reason).toEqual(lost);
  });

  it('frees the phone at once when it is released', async () => {
    await (await hold('a')).release();
    const next = await hold('b');
    expect(next.lease.token).toBe(2n);
    await next.release();
  });
});
