import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest';

import { silentLogger, systemClock } from '../../../src/platform/index.js';
import { freePort } from '../../../src/platform/services/index.js';
import { addBinary, listPhones } from '../../../src/worker/index.js';
import { PhoneRecords } from '../../../src/worker/phones/phone-records.js';
import { Strangers } from '../../../src/worker/phones/strangers.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { startTestAdbServer } from '../../support/phone-farm.js';
import { eventually, patienceMs } from '../../support/eventually.js';
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

  it.each([
    ['within a job', 3],
    ['in the next job, where the job was of one run', 1],
  ])(
    'blames neither the tool nor the model for bytes that are not what was put there, %s',
    async (_, count) => {
      await writeFile(await tool(), 'no program at all\n');
      const runs = await farm.ended(await farm.submit(phone, samples(count)));
      expect(runs.map(({ state, failureCode }) => [state, failureCode])).toEqual(
        runs.map(() => ['DONE', null]),
      );
      const { state } = await farm.postgres.prisma.phone.findFirstOrThrow();
      expect(['READY', 'IN_USE']).toContain(state);
    },
  );

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
      'no-serial': /does not tell its serial number/,
      'no-shell': /it opens no shell for this host/,
    };
    const phones: { readonly fault: string; readonly phone: TestPhone }[] = [];
    for (const fault of Object.keys(reasons)) {
      phones.push({ fault, phone: await farm.startPhone({ faults: [fault] }) });
    }
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    // More phones than an event emitter takes listeners without a warning, most of which are not there.
    const absent = await Promise.all(Array.from({ length: 12 }, () => freePort()));
    const tcpPhones = [
      ...phones.map(({ phone }) => phone.address),
      ...absent.map((port) => ({ host: '127.0.0.1', port })),
    ];
    await farm.startWorker([], { tcpPhones });
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
    expect(warnings).toEqual([]);
  });

  it("takes no phone for full because of the farm's own tools, and warns once of one that is", async () => {
    const logger = silentLogger();
    const [warn, debug] = [vi.spyOn(logger, 'warn'), vi.spyOn(logger, 'debug')];
    const phone = await farm.startPhone();
    await farm.startWorker([phone], { logger, thresholds: { minFreeSpaceMb: 12 } });
    expect(await measured(phone)).toMatchObject({ state: 'DONE' });
    // Two tools of 6 MB do not fit beside each other.
    await phone.strike('small-disk', 12);
    for (const runtimeVersion of ['2.13', '2.14']) {
      const content = Buffer.alloc(6 * 2 ** 20, `\n# ${runtimeVersion}`);
      content.write('#!/bin/sh\necho "ERROR: a reason of its own" >&2\nexit 1\n');
      await addBinary(farm.postgres, { fileName: 'tool', content, abi: 'wasm32-node', runtimeVersion });
      const scenarioKey = `1large-t1-float32-builtin-${runtimeVersion}`;
      const [run] = await farm.ended(await farm.submit(phone, [sample()], { scenarioKey }));
      expect(run?.failureCode).toBe('BENCHMARK_FAILED');
    }
    expect(await measured(phone)).toMatchObject({ state: 'DONE', attempts: 1 });
    await farm.stopWorkers();
    await farm.startWorker([phone], { logger });
    const still = (calls: readonly unknown[][]) =>
      calls.filter(([, text]) => text === 'a phone still cannot go on');
    const runIds = await farm.submit(phone, [sample()]);
    await eventually(() => expect(still(debug.mock.calls).length).toBeGreaterThan(2));
    expect(await stored(phone)).toMatchObject({ state: 'NO_SPACE', consecutiveFailures: 0 });
    const told = warn.mock.calls as unknown as [unknown, string][];
    expect(told.filter(([, text]) => text === 'a phone cannot go on').length).toBe(1);
    await phone.clear();
    expect(await farm.ended(runIds)).toMatchObject([{ state: 'DONE' }]);
  });

  it('leaves a host and its phones to the worker that has taken its place, and a phone to the host that still sees it', async () => {
    const phone = await started();
    await attached(phone);
    const clock = systemClock;
    const next = new PhoneRecords(farm.postgres, clock);
    const hostId = await next.hostOnline('test-host', process.pid + 1, 0);
    await new Strangers(farm.postgres, next, hostId, clock).note('x', { state: 'UNUSABLE', reason: 'seen' });
    await farm.stopWorkers();
    const shown = async () => (await listPhones(farm.postgres)).map(({ state, host }) => [state, host]);
    const stranger = ['UNUSABLE', 'test-host'];
    expect(await shown()).toEqual([['READY', 'test-host'], stranger]);
    const other = new PhoneRecords(farm.postgres, clock);
    await other.hostOnline('other-host', process.pid + 2, 0);
    const { id } = await stored(phone);
    await other.keepWatch(id, phone.adbSerial);
    expect(await shown()).toEqual([['READY', 'test-host'], stranger]);
    await next.hostOffline(hostId, process.pid + 1, 'the worker was stopped');
    await other.keepWatch(id, phone.adbSerial);
    expect(await shown()).toEqual([['READY', 'other-host']]);
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
      await eventually(async () => {
        const [shown] = await listPhones(farm.postgres);
        expect(shown?.reason).toMatch(/^its adb server, [0-9.:]+, does not answer$/);
        expect(shown?.remedy).toContain('"adb start-server" there');
      });
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

  it('knows of a phone that is lost between two attempts to attach it', async () => {
    const phone = await farm.startPhone({ faults: ['small-disk:12'] });
    await farm.startWorker([phone], { retryMs: 2 * patienceMs });
    await eventually(async () => expect((await stored(phone)).state).toBe('NO_SPACE'));
    await phone.strike('unplug');
    await eventually(async () => expect((await stored(phone)).state).toBe('OFFLINE'));
  });
});
