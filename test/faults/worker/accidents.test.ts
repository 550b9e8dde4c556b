import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';

import { addBinary } from '../../../src/worker/index.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { startTestAdbServer } from '../../support/phone-farm.js';
import { eventually } from '../../support/eventually.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

describeWith('adb', "when the farm's files on a phone are deleted or damaged", () => {
  let farm: WorkerFarm;
  let phone: TestPhone;
  let height = 16;

  const samples = (count: number) => Array.from({ length: count }, () => convolutionSample((height += 1)));
  const tool = async () => {
    const { sha256 } = await farm.postgres.prisma.benchmarkBinary.findFirstOrThrow();
    return join(phone.root, `data/local/tmp/farm/bin/${sha256}/benchmark_model`);
  };

  beforeAll(async () => {
    farm = await startWorkerFarm();
    phone = await farm.startPhone();
    await farm.startWorker([phone]);
    await farm.ended(await farm.submit(phone, samples(1)));
  });
  afterAll(() => farm.close());

  it('puts them there again, and measures every run of the next campaign at its first attempt', async () => {
    await phone.strike('wiped-files');
    const runs = await farm.ended(await farm.submit(phone, samples(3)));
    expect(runs.map(({ state, attempts }) => [state, attempts])).toEqual(runs.map(() => ['DONE', 1]));
  });

  it('measures every run of a campaign during which they were deleted', async () => {
    const runIds = await farm.submit(phone, samples(6));
    await farm.ended(runIds.slice(0, 1));
    await phone.strike('wiped-files');
    const runs = await farm.ended(runIds);
    expect(
      runs.map(({ state, failureCode, failureMessage }) => [state, failureCode, failureMessage]),
    ).toEqual(runs.map(() => ['DONE', null, null]));
  });

  it('does not blame the tool or the model for bytes that are not what was put there', async () => {
    await writeFile(await tool(), 'no program at all\n');
    const runs = await farm.ended(await farm.submit(phone, samples(3)));
    expect(runs.map(({ state, failureCode }) => [state, failureCode])).toEqual(
      runs.map(() => ['DONE', null]),
    );
    const { state } = await farm.postgres.prisma.phone.findFirstOrThrow();
    expect(['READY', 'IN_USE']).toContain(state);
  });

  it('leaves to a tool what it did itself, though the files of a run are removed when it is over', async () => {
    await addBinary(farm.postgres, {
      fileName: 'benchmark_model',
      content: new TextEncoder().encode('#!/bin/sh\necho "ERROR: a reason of its own" >&2\nexit 1\n'),
      abi: 'wasm32-node',
      runtimeVersion: '2.14',
    });
    const scenarioKey = '1large-t1-float32-builtin-2.14';
    // A job each: the files of its only run are removed as soon as the tool has ended.
    const runIds: string[] = [];
    for (const sample of samples(3)) runIds.push(...(await farm.submit(phone, [sample], { scenarioKey })));
    const runs = await farm.ended(runIds);
    expect(runs.map(({ failureCode }) => failureCode)).toEqual(runs.map(() => 'BENCHMARK_FAILED'));
  });
});

describeWith('adb', 'what labs do to phones', () => {
  let farm: WorkerFarm;
  let height = 100;

  // A farm a test: the adb server keeps listing phones, and one that stayed would measure what the next test gives to its own.
  beforeEach(async () => {
    farm = await startWorkerFarm();
  });
  afterEach(() => farm.close());

  const sample = () => convolutionSample((height += 1));
  const stored = async ({ serial }: { serial: string }) =>
    await farm.postgres.prisma.phone.findUniqueOrThrow({
      where: { serialNumber: serial },
      include: { pool: true },
    });
  const stranger = async ({ adbSerial }: { adbSerial: string }) =>
    await farm.postgres.prisma.stranger.findFirst({ where: { adbSerial } });
  const started = async (...faults: string[]) => {
    const phone = await farm.startPhone({ faults });
    await farm.startWorker([], { tcpPhones: [phone.address] });
    return phone;
  };
  const attached = async (phone: TestPhone) =>
    await eventually(async () => expect((await stored(phone)).state).toBe('READY'));
  const measured = async (phone: TestPhone) => {
    const [run] = await farm.ended(await farm.submit(phone, [sample()]));
    return run;
  };

  it('says at once of phones why they cannot be measured, and takes them when that is over', async () => {
    const reasons: Record<string, RegExp> = {
      'unreadable-policy:7': /clocks of cores 7/,
      'unreadable-cpufreq': /clocks of any core/,
      'no-taskset': /has no taskset/,
      'no-sha256sum': /has no sha256sum/,
    };
    const phones: { readonly fault: string; readonly phone: TestPhone }[] = [];
    for (const fault of Object.keys(reasons)) {
      phones.push({ fault, phone: await farm.startPhone({ faults: [fault] }) });
    }
    await farm.startWorker([], { tcpPhones: phones.map(({ phone }) => phone.address) });
    for (const { fault, phone } of phones) {
      await eventually(async () => {
        const seen = await stranger(phone);
        expect(seen?.state).toBe('UNUSABLE');
        expect(seen?.reason).toMatch(reasons[fault] as RegExp);
      });
      await phone.clear();
    }
    for (const { phone } of phones) {
      await attached(phone);
      await eventually(async () => expect(await stranger(phone)).toBeNull());
    }
  });

  it('keeps the cluster of a phone that is attached again while it cannot be read, and its pool', async () => {
    const phone = await started();
    await attached(phone);
    const { coreClusters, pool } = await stored(phone);
    await farm.stopWorkers();
    await phone.strike('unreadable-policy', 7);
    await farm.startWorker([phone]);
    await attached(phone);
    expect(await stored(phone)).toMatchObject({ coreClusters, pool });
    const run = await measured(phone);
    expect([run?.verdict, run?.commandLine.slice(0, 2)]).toEqual(['ok', ['taskset', '80']]);
  });

  it.each([
    ['low-battery', /battery is at 10 %/],
    ['cores-offline', /cores 7 are offline/],
  ])('waits for a phone with %s, says so, and burns no run', async (fault, reason) => {
    const phone = await started();
    await attached(phone);
    await phone.strike(fault);
    const runIds = await farm.submit(phone, [sample()]);
    await eventually(async () => expect((await stored(phone)).stateReason).toMatch(reason));
    await phone.clear();
    const [run] = await farm.ended(runIds);
    expect(run).toMatchObject({ state: 'DONE', attempts: 1, failureCode: null });
    expect((await stored(phone)).consecutiveFailures).toBe(0);
  });

  it('names a service of Android that hangs, and measures without it, without a battery and without a ceiling of clocks', async () => {
    const phone = await started('hanging-service', 'no-battery', 'unreadable-ceiling:7');
    await eventually(async () =>
      expect((await stored(phone)).stateReason).toMatch(/service thermalservice does not answer/),
    );
    expect(await measured(phone)).toMatchObject({ state: 'DONE', verdict: 'ok' });
  });

  it('lists both of two phones with one serial number, and measures none under the name of the other', async () => {
    const first = await started();
    await attached(first);
    await farm.stopWorkers();
    const second = await farm.startPhone({ serial: first.serial });
    await farm.startWorker([first], { tcpPhones: [first.address, second.address] });
    await eventually(async () => {
      const refused = [await stranger(first), await stranger(second)].filter((one) => one !== null);
      expect(refused).toMatchObject([
        { state: 'UNUSABLE', reason: expect.stringContaining(first.serial) as string },
      ]);
    });
    const bearer = (await stored(first)).adbSerial;
    const other = [first, second].find(({ adbSerial }) => adbSerial !== bearer);
    await (other === first ? second : first).strike('unplug');
    await eventually(async () => expect((await stored(first)).state).toBe('OFFLINE'));
    await eventually(async () => expect(await stranger(other ?? first)).toMatchObject({ state: 'UNUSABLE' }));
    expect((await stored(first)).adbSerial).toBe(bearer);
  });

  it('blames no phone for an adb server that is started again three times', async () => {
    const phone = await started();
    await attached(phone);
    for (let time = 0; time < 3; time += 1) {
      await farm.adb.kill();
      await eventually(async () => expect((await stored(phone)).state).toBe('OFFLINE'));
      const again = await startTestAdbServer(farm.adb.endpoint.port);
      onTestFinished(() => again.stop());
      Object.assign(farm.adb, { kill: () => again.kill() });
      await attached(phone);
    }
    const { id: phoneId, consecutiveFailures } = await stored(phone);
    const events = await farm.postgres.prisma.phoneEvent.findMany({ where: { phoneId } });
    expect([consecutiveFailures, events.filter(({ kind }) => kind === 'failed')]).toEqual([0, []]);
    expect(await measured(phone)).toMatchObject({ state: 'DONE', attempts: 1 });
  });
});
