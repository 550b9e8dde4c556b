import { afterAll, beforeAll, expect, it } from 'vitest';

import { openDatabase } from '../../../src/platform/database/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import { createLogger, systemClock } from '../../../src/platform/index.js';
import { startBreakableLine } from '../../support/breakable-line.js';
import type { BreakableLine } from '../../support/breakable-line.js';
import { eventually } from '../../support/eventually.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

describeWith('adb', 'a worker whose database is away', () => {
  let farm: WorkerFarm;
  let line: BreakableLine;
  let database: Database;
  let phone: TestPhone;
  let height = 16;
  const said: string[] = [];
  const logger = createLogger({ level: 'info', output: { write: (text) => void said.push(text) } });
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);

  const samples = (count: number) => Array.from({ length: count }, () => convolutionSample((height += 1)));
  const timesSaid = (message: string) => said.filter((text) => text.includes(message)).length;

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    farm = await startWorkerFarm();
    line = await startBreakableLine(farm.postgres.url);
    database = await openDatabase(line.url, { maxConnections: 5 });
    phone = await farm.startPhone();
    await farm.startWorker([phone], { database, logger });
    await farm.ended(await farm.submit(phone, samples(1)));
  });
  afterAll(async () => {
    line.mend();
    await farm.stopWorkers();
    await database.close();
    await line.close();
    await farm.close();
    process.off('unhandledRejection', note);
  });

  it('keeps what it measured, and stores it when the database is back, at the first attempt', async () => {
    const runIds = await farm.submit(phone, samples(4));
    await farm.ended(runIds.slice(0, 1));
    const before = timesSaid('is waited for');
    line.cut();
    await eventually(() => expect(timesSaid('is waited for')).toBeGreaterThan(before));
    line.mend();
    const runs = await farm.ended(runIds);
    expect(runs.map(({ state, attempts }) => [state, attempts])).toEqual(runs.map(() => ['DONE', 1]));
    expect(unhandled).toEqual([]);
  });

  it('takes the next job without a restart, and no phone to blame', async () => {
    const [run] = await farm.ended(await farm.submit(phone, samples(1)));
    expect(run).toMatchObject({ state: 'DONE', attempts: 1 });
    const { state, consecutiveFailures } = await farm.postgres.prisma.phone.findFirstOrThrow();
    expect([state, consecutiveFailures]).toEqual(['READY', 0]);
    expect(unhandled).toEqual([]);
  });

  it('ends while the database is away', async () => {
    line.cut();
    await farm.stopWorkers();
    expect(timesSaid('could not be written down')).toBe(1);
  });

  it('goes by the time of the database where its own clock is hours ahead', async () => {
    line.mend();
    // The worker before could not give it back.
    await farm.postgres.prisma.lease.updateMany({ data: { holder: null, expiresAt: null } });
    const aheadMs = 3 * 60 * 60_000;
    const clock = { ...systemClock, nowMs: () => Date.now() + aheadMs };
    await farm.startWorker([phone], { clock, logger });
    const [run] = await farm.ended(await farm.submit(phone, samples(1)));
    expect(run?.state).toBe('DONE');
    expect(Number(run?.finishedAt) - Date.now()).toBeLessThan(aheadMs / 2);
    await eventually(async () => {
      const { clockAheadMs } = await farm.postgres.prisma.host.findFirstOrThrow();
      expect(clockAheadMs / aheadMs).toBeCloseTo(1, 2);
    });
    expect(timesSaid("this host's clock is not the database's")).toBe(1);
  });
});
