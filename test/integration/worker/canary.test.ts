import { afterAll, beforeAll, expect, it } from 'vitest';

import { addBinary } from '../../../src/worker/index.js';
import { eventually } from '../../support/eventually.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';

describeWith('adb', 'a phone in quarantine', () => {
  let farm: WorkerFarm;
  let phone: TestPhone;

  beforeAll(async () => {
    farm = await startWorkerFarm();
    phone = await farm.startPhone();
    await farm.startWorker([phone]);
  });
  afterAll(() => farm.close());

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
});
