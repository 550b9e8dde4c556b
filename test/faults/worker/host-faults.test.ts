import { afterAll, afterEach, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';

import { eventually } from '../../support/eventually.js';
import { startTestAdbServer } from '../../support/phone-farm.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { quickMeasurement, startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

describeWith('adb', 'when the ground shakes under a worker', () => {
  let farm: WorkerFarm;
  let phone: TestPhone;

  beforeAll(async () => {
    farm = await startWorkerFarm();
  });
  afterAll(() => farm.close());
  beforeEach(async () => {
    phone = await farm.startPhone();
  });
  afterEach(async () => {
    await farm.stopWorkers();
    await phone.stop();
  });

  const running = async (runId: string) =>
    await eventually(async () => {
      const { state } = await farm.postgres.prisma.run.findUniqueOrThrow({ where: { id: runId } });
      expect(state).toBe('RUNNING');
    });
  const stored = async () =>
    await farm.postgres.prisma.phone.findUniqueOrThrow({ where: { serialNumber: phone.serial } });

  it('quarantines a phone that hangs, with the reason, and takes it back after a canary run', async () => {
    await farm.startWorker([phone], {
      quarantine: { afterFailures: 1, firstMs: 500 },
      runOverheadMs: 1_000,
      bootMs: 500,
    });
    const measurement = { ...quickMeasurement, maxSeconds: 1 };
    await phone.strike('wedge');
    const runIds = await farm.submit(phone, [convolutionSample()], { measurement });
    await eventually(async () => {
      const { state, stateReason } = await stored();
      expect(state).toBe('QUARANTINED');
      expect(stateReason).toMatch(/1 failures in a row, the last one [A-Z_]+: /);
    });
    await phone.clear('wedge');
    const [run] = await farm.ended(runIds);
    expect(run?.state).toBe('DONE');
    const { id: phoneId } = await stored();
    const events = await farm.postgres.prisma.phoneEvent.findMany({ where: { phoneId } });
    const kinds = events.map(({ kind }) => kind);
    expect(kinds).toEqual(
      expect.arrayContaining(['attached', 'failed', 'quarantined', 'canary', 'recovered']),
    );
  });

  it('says that a phone asks for authorization, and measures on once it was given', async () => {
    await farm.startWorker([phone]);
    await eventually(async () => expect((await stored()).state).toBe('READY'));
    await phone.strike('unauthorized');
    await phone.strike('unplug', 300);
    await eventually(async () => expect((await stored()).state).toBe('UNAUTHORIZED'));
    await phone.clear('unauthorized');
    const [run] = await farm.ended(await farm.submit(phone, [convolutionSample()]));
    expect(run?.state).toBe('DONE');
  });

  it('stores nothing after it lost its lease, and leaves the run to the next holder', async () => {
    await farm.startWorker([phone], { leaseDurationMs: 1_500 });
    await phone.strike('benchmark-hang');
    const runIds = await farm.submit(phone, [convolutionSample()]);
    await running(runIds[0] as string);
    const { id: phoneId } = await stored();
    const stolen = await farm.postgres.prisma.lease.update({
      where: { phoneId },
      data: { holder: 'another worker', token: { increment: 1 } },
    });
    await phone.clear('benchmark-hang');
    const [run] = await farm.ended(runIds);
    expect(run?.state).toBe('DONE');
    expect(run?.leaseToken).toBeGreaterThan(stolen.token);
  });

  it('hands the run at hand back when it is stopped at once, and another worker finishes it', async () => {
    const first = await farm.startWorker([phone], { graceMs: 0, hostName: 'first-host' });
    await phone.strike('benchmark-hang');
    const runIds = await farm.submit(phone, [convolutionSample(), convolutionSample(17)]);
    await running(runIds[0] as string);
    await first.stop();
    await phone.clear('benchmark-hang');
    await farm.startWorker([phone], { hostName: 'second-host' });
    const runs = await farm.ended(runIds);
    expect(runs.map(({ state }) => state)).toEqual(['DONE', 'DONE']);
  });

  it('measures on after the adb server was killed in the middle of a run and started again', async () => {
    await farm.startWorker([phone]);
    await phone.strike('benchmark-hang');
    const runIds = await farm.submit(phone, [convolutionSample()]);
    await running(runIds[0] as string);
    await farm.adb.kill();
    await phone.clear('benchmark-hang');
    const again = await startTestAdbServer(farm.adb.endpoint.port);
    onTestFinished(() => again.stop());
    const [run] = await farm.ended(runIds);
    expect(run?.state).toBe('DONE');
  });
});
