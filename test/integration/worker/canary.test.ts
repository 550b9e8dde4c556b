import { afterAll, beforeAll, expect, it } from 'vitest';

import { systemClock } from '../../../src/platform/index.js';
import { addBinary, listPhones } from '../../../src/worker/index.js';
import { PhoneRecords } from '../../../src/worker/phones/phone-records.js';
import { defaultQuarantinePolicy } from '../../../src/worker/recovery/quarantine.js';
import { eventually } from '../../support/eventually.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

describeWith('adb', 'a phone in quarantine', () => {
  let farm: WorkerFarm;
  let phone: TestPhone;

  beforeAll(async () => {
    farm = await startWorkerFarm();
    phone = await farm.startPhone();
    await farm.startWorker([phone], {
      referenceEveryMs: 1,
      quarantine: { firstMs: 300 },
      fleet: { thresholds: { maxDrift: 1 }, phones: [] },
    });
  });
  afterAll(() => farm.close());

  it('is not taken back by a canary on whatever core: where it cannot be pinned, the phone stays there', async () => {
    const where = { serialNumber: phone.serial };
    const events = async (kind: string) =>
      await farm.postgres.prisma.phoneEvent.findMany({ where: { kind } });
    // That it cannot pin shows only when it tries: what is asked of a phone at attach is behind it.
    await phone.strike('no-taskset');
    await farm.postgres.prisma.phone.update({
      where,
      data: { state: 'QUARANTINED', quarantinedUntil: new Date(0), consecutiveFailures: 3 },
    });
    await eventually(async () => {
      const details = (await events('failed')).map(({ detail }) => detail);
      expect(details).toContainEqual(expect.objectContaining({ code: 'CORE_SET_REFUSED' }));
    });
    expect(await farm.postgres.prisma.phone.findUniqueOrThrow({ where })).toMatchObject({
      state: 'QUARANTINED',
    });
    expect([await events('canary'), await events('recovered')]).toEqual([[], []]);
    await phone.clear();
  });

  it('comes back although the tool that was added last fails for reasons of its own', async () => {
    const content = new TextEncoder().encode(
      '#!/bin/sh\necho "FATAL: built without kernels" >&2\nkill -ABRT $$\n',
    );
    await addBinary(farm.postgres, {
      fileName: 'benchmark_model',
      content,
      abi: 'wasm32-node',
      runtimeVersion: '2.20-rc0',
    });
    const where = { serialNumber: phone.serial };
    await farm.postgres.prisma.phone.update({
      where,
      data: { state: 'QUARANTINED', quarantinedUntil: new Date(0), consecutiveFailures: 3 },
    });
    await eventually(async () => {
      const { state, consecutiveFailures } = await farm.postgres.prisma.phone.findUniqueOrThrow({ where });
      expect({ state, consecutiveFailures }).toEqual({ state: 'READY', consecutiveFailures: 0 });
    });
    const { detail } = await farm.postgres.prisma.phoneEvent.findFirstOrThrow({ where: { kind: 'canary' } });
    expect((detail as { meanUs: number }).meanUs).toBeGreaterThan(0);
  });

  it('holds back what it measured since it was last as usual, once it has drifted, and measures it again', async () => {
    const where = { serialNumber: phone.serial };
    const { id: phoneId } = await farm.postgres.prisma.phone.findUniqueOrThrow({ where });
    const [before = ''] = await farm.submit(phone, [convolutionSample(40)]);
    await farm.ended([before]);
    const [check] = await farm.postgres.prisma.phoneEvent.findMany({ where: { kind: 'reference measured' } });
    const again = { phoneId, kind: 'reference measured', detail: check?.detail ?? {} };
    await farm.postgres.prisma.phoneEvent.createMany({
      data: [1, 2].map((second) => ({ ...again, at: new Date(second) })),
    });
    await phone.strike('contention', 0.75);
    const [during = ''] = await farm.submit(phone, [convolutionSample(41)]);
    await eventually(async () => {
      const { state, stateReason } = await farm.postgres.prisma.phone.findUniqueOrThrow({ where });
      expect(state).toBe('QUARANTINED');
      expect(stateReason).toMatch(/the reference model took \d.* µs against its usual \d/);
    });
    expect(await farm.postgres.prisma.run.findUniqueOrThrow({ where: { id: before } })).toMatchObject({
      ...{ state: 'PENDING', verdict: 'drifted', failureCode: null },
      earlierMeasurements: [{ verdict: 'drifted', phoneId }],
    });
    await phone.clear();
    await farm.enqueue(phone, [before]);
    const runs = await farm.ended([before, during]);
    expect(runs.map(({ state, verdict }) => [state, verdict])).toEqual([
      ['DONE', 'ok'],
      ['DONE', 'ok'],
    ]);
    expect(runs[0]?.opTimings).toHaveLength(1);
  });

  it('is where a phone goes that fails half its runs, and its health says by what', async () => {
    const { id: phoneId } = await farm.postgres.prisma.phone.findUniqueOrThrow({
      where: { serialNumber: phone.serial },
    });
    const failed = (code: string) => ({ phoneId, kind: 'run failed', detail: { code }, at: new Date() });
    const codes = [...Array<string>(6).fill('RUN_TIMEOUT'), ...Array<string>(2).fill('PHONE_LOST')];
    await farm.postgres.prisma.phoneEvent.createMany({ data: codes.map(failed) });
    const failures = { RUN_TIMEOUT: 6, PHONE_LOST: 2 };
    expect(await listPhones(farm.postgres)).toMatchObject([{ health: { failures } }]);
    await new PhoneRecords(farm.postgres, systemClock).judgeHealth(phoneId, defaultQuarantinePolicy);
    // A run that was on its way ends well: the phone still has to prove itself.
    await new PhoneRecords(farm.postgres, systemClock).countSuccess(phoneId);
    const standing = farm.postgres.prisma.phone.findUniqueOrThrow({ where: { id: phoneId } });
    expect(await standing).toMatchObject({ state: 'QUARANTINED' });
    const reason = /^8 of its latest \d+ runs failed by its fault: RUN_TIMEOUT 6, PHONE_LOST 2$/;
    const quarantined = await farm.postgres.prisma.phoneEvent.findFirstOrThrow({
      where: { kind: 'quarantined' },
      orderBy: { id: 'desc' },
    });
    expect(quarantined.detail).toMatchObject({ reason: expect.stringMatching(reason) as string });
  });
});
