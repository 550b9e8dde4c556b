import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { eventually } from '../../support/eventually.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { quickMeasurement, startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

/** Long enough for a fault to strike in the middle of it. */
const longMeasurement = { ...quickMeasurement, minSeconds: 0.8 };

describeWith('adb', 'when a phone fails in the middle of its work', () => {
  let farm: WorkerFarm;
  let phone: TestPhone;
  let height = 16;

  beforeAll(async () => {
    farm = await startWorkerFarm();
    phone = await farm.startPhone();
    await farm.startWorker([phone], { quarantine: { afterFailures: 1_000 } });
  });
  afterAll(() => farm.close());

  const samples = (count: number) => Array.from({ length: count }, () => convolutionSample((height += 1)));
  const events = async (kind: string) =>
    await farm.postgres.prisma.phoneEvent.findMany({
      where: { kind, phone: { serialNumber: phone.serial } },
    });
  /** Nothing half-written: a run that is done has everything, one that is not has no op timings. */
  const expectWhole = async () => {
    const runs = await farm.postgres.prisma.run.findMany({ include: { opTimings: true, output: true } });
    for (const run of runs) {
      if (run.state === 'DONE') expect([run.opTimings.length, run.output === null]).toEqual([1, false]);
      else expect(run.opTimings).toEqual([]);
    }
    const stale = await farm.postgres.prisma.lease.findFirst({ where: { token: { lt: 1 } } });
    expect(stale).toBeNull();
  };

  const lost = async () =>
    await eventually(async () => {
      const { state } = await farm.postgres.prisma.phone.findUniqueOrThrow({
        where: { serialNumber: phone.serial },
      });
      expect(state).toBe('OFFLINE');
    });

  it('measures on after the cable came out during a run and was put back', async () => {
    await phone.strike('unplug-mid-run', 300);
    const runIds = await farm.submit(phone, samples(2), { measurement: longMeasurement });
    await lost();
    await phone.clear('unplug');
    const runs = await farm.ended(runIds);
    expect(runs.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['DONE', 2],
      ['DONE', 1],
    ]);
    await expectWhole();
  });

  it('measures on after the cable came out during a push and was put back', async () => {
    await phone.strike('unplug-mid-push', 1_000);
    const runIds = await farm.submit(phone, samples(3));
    await lost();
    await phone.clear('unplug');
    const runs = await farm.ended(runIds);
    expect(runs.map(({ state }) => state)).toEqual(['DONE', 'DONE', 'DONE']);
    await expectWhole();
  });

  it('tries a run again whose tool crashed', async () => {
    // The first job of a phone runs a canary before it, which would crash instead.
    await farm.ended(await farm.submit(phone, samples(1)));
    await phone.strike('benchmark-crash', 300);
    const [run] = await farm.ended(await farm.submit(phone, samples(1), { measurement: longMeasurement }));
    expect(run).toMatchObject({ state: 'DONE', attempts: 2, failureCode: null });
  });

  it('ends a run whose output is garbage as a failure, and keeps what was printed', async () => {
    await phone.strike('garbage-output');
    const [run] = await farm.ended(await farm.submit(phone, samples(1)));
    await phone.clear('garbage-output');
    expect(run).toMatchObject({ state: 'FAILED', attempts: 3, failureCode: 'BENCHMARK_OUTPUT_UNREADABLE' });
    expect(gunzipSync(run?.output?.stdoutGzip ?? '').length).toBeGreaterThan(0);
    expect(run?.opTimings).toEqual([]);
  });

  it('says that the disk is full, and measures on once it is not', async () => {
    await phone.strike('full-disk', 0);
    const runIds = await farm.submit(phone, samples(1));
    await eventually(async () => {
      const stored = await farm.postgres.prisma.phone.findUniqueOrThrow({
        where: { serialNumber: phone.serial },
      });
      expect(stored.state).toBe('NO_SPACE');
      expect(stored.stateReason).toMatch(/space|free/);
    });
    await phone.clear('full-disk');
    const [run] = await farm.ended(runIds);
    expect(run?.state).toBe('DONE');
  });

  it('waits while the phone is too hot, says so, and goes on when it has cooled', async () => {
    await phone.strike('hot', 48);
    // Heat is not read again for two seconds: the first runs may begin on what was read before.
    const runIds = await farm.submit(phone, samples(4), { measurement: longMeasurement });
    const state = async () =>
      (await farm.postgres.prisma.phone.findUniqueOrThrow({ where: { serialNumber: phone.serial } })).state;
    await eventually(async () => expect(await state()).toBe('HOT'));
    await phone.clear('hot');
    const runs = await farm.ended(runIds);
    expect(runs.map((run) => run.state)).toEqual(['DONE', 'DONE', 'DONE', 'DONE']);
    await eventually(async () => expect(await state()).toBe('READY'));
  });

  it('measures on after the phone has rebooted by itself', async () => {
    await phone.strike('reboot', 500);
    const [run] = await farm.ended(await farm.submit(phone, samples(1)));
    expect(run?.state).toBe('DONE');
    await eventually(async () => expect(await events('attached')).not.toHaveLength(1));
  });

  it('keeps the phone to its lease throughout: tokens rose, and nobody holds it in the end', async () => {
    await eventually(async () => {
      const lease = await farm.postgres.prisma.lease.findFirstOrThrow({
        where: { phone: { serialNumber: phone.serial } },
      });
      expect(lease.holder).toBeNull();
      expect(lease.token).toBeGreaterThan(5n);
    });
    await expectWhole();
  });
});
