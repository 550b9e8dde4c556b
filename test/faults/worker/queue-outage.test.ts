import { afterEach, describe, expect, it } from 'vitest';

import { startBreakableLine } from '../../support/breakable-line.js';
import type { BreakableLine } from '../../support/breakable-line.js';
import { eventually } from '../../support/eventually.js';
import { startTestPostgres } from '../../support/postgres.js';
import { startTestRedis } from '../../support/redis.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Phones come back while the server of the queue is away: what they make then must work when it is back. */
async function measureAcrossAnOutage(line: BreakableLine, kind: 'postgres' | 'redis'): Promise<void> {
  const farm = await startWorkerFarm({ queueUrl: line.url });
  closers.push(() => farm.close());
  const phone = await farm.startPhone();
  const worker = await farm.startWorker([phone], { queueReadyMs: 500 });
  const state = async () =>
    (await farm.postgres.prisma.phone.findUniqueOrThrow({ where: { serialNumber: phone.serial } })).state;
  await eventually(async () => expect(await state()).toBe('READY'));
  const attachments = async () =>
    await farm.postgres.prisma.phoneEvent.count({ where: { kind: 'attached' } });
  const before = await attachments();
  line.cut();
  await phone.strike('unplug', 300);
  // However long it is away: what Postgres' objects were made in vain for is given up, and made anew; those of Redis wait.
  const more = kind === 'postgres' ? 1 : 0;
  await eventually(async () => expect(await attachments()).toBeGreaterThan(before + more));
  line.mend();
  const [run] = await farm.ended(await farm.submit(phone, [convolutionSample()]));
  expect(run).toMatchObject({ state: 'DONE', attempts: 1 });
  const { consecutiveFailures } = await farm.postgres.prisma.phone.findFirstOrThrow();
  expect(consecutiveFailures).toBeLessThan(3);
  line.cut();
  await worker.stop();
  line.mend();
}

describeWith('adb', 'a phone that returns while the server of the queue is away', () => {
  describe('on Postgres', () => {
    it('measures again when it is back, with no restart, and can be stopped while it is away', async () => {
      const postgres = await startTestPostgres();
      closers.push(() => postgres.close());
      const line = await startBreakableLine(postgres.queueUrl);
      closers.push(() => line.close());
      await measureAcrossAnOutage(line, 'postgres');
    });
  });

  describeWith('redis-server', 'on Redis', () => {
    it('measures again when it is back, with no restart, and can be stopped while it is away', async () => {
      const redis = await startTestRedis();
      closers.push(() => redis.stop());
      const line = await startBreakableLine(redis.url);
      closers.push(() => line.close());
      await measureAcrossAnOutage(line, 'redis');
    });
  });
});
