import { afterAll, beforeAll, expect, it } from 'vitest';

import type { WorkerHandle } from '../../../src/worker/index.js';
import { eventually } from '../../support/eventually.js';
import { runFarm } from '../../support/farm-command.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

interface PhoneDocument {
  readonly serialNumber: string | null;
  readonly adbSerial: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly remedy: string | null;
}

describeWith('adb', 'what a lab keeper is told of phones, and tells the farm', () => {
  let farm: WorkerFarm;
  let phone: TestPhone;
  let worker: WorkerHandle;

  const command = async (...args: string[]) => {
    const { url: FARM_DATABASE_URL, queueUrl: FARM_QUEUE_URL } = farm.postgres;
    const result = await runFarm(['phones', ...args], { env: { FARM_DATABASE_URL, FARM_QUEUE_URL } });
    expect(result, result.stderr).toMatchObject({ exitCode: 0 });
    return result.stdout;
  };
  const listed = async () => JSON.parse(await command('ls', '--json')) as PhoneDocument[];
  const shown = async (state: string) =>
    await eventually(
      async () => {
        const [first] = await listed();
        expect(first?.state).toBe(state);
        return first;
      },
      { everyMs: 100 },
    );
  const running = async (runId: string) =>
    await eventually(async () => {
      const run = await farm.postgres.prisma.run.findUniqueOrThrow({ where: { id: runId } });
      expect(run.state).toBe('RUNNING');
    });

  beforeAll(async () => {
    farm = await startWorkerFarm();
    phone = await farm.startPhone({ faults: ['unauthorized'] });
    worker = await farm.startWorker([], { tcpPhones: [phone.address] });
  });
  afterAll(() => farm.close());

  it('lists a phone that nobody has authorized yet, by its address, with what to do', async () => {
    expect(await shown('UNAUTHORIZED')).toMatchObject({
      serialNumber: null,
      adbSerial: phone.adbSerial,
      remedy: 'unlock it and accept the key of its host; "always allow" spares you the next time',
    });
    expect(await command('ls')).toContain(`(${phone.adbSerial})`);
  });

  it('knows it by its own serial as soon as it lets us in, and as nothing else', async () => {
    await phone.clear('unauthorized');
    expect(await shown('READY')).toMatchObject({ serialNumber: phone.serial, remedy: null });
    expect(await listed()).toHaveLength(1);
  });

  it('shows what a phone is and what became of it', async () => {
    const sheet = await command('show', phone.serial);
    for (const text of [
      'V8-FAST',
      'wasm32-node',
      '1large, 1med, 2med, 3med, 1small',
      'Software GPU',
      '2.15',
    ]) {
      expect(sheet).toContain(text);
    }
    expect(sheet).toMatch(/UTC +attached/);
    const document = JSON.parse(await command('show', phone.serial, '--json', '--events', '1')) as object;
    expect(document).toMatchObject({ coreSets: expect.arrayContaining(['gpu']) as unknown, events: [{}] });
  });

  it('says so when the phone is in use, drains it after the run at hand, and gives it no more', async () => {
    await phone.strike('benchmark-hang');
    const runIds = await farm.submit(phone, [convolutionSample(), convolutionSample(17)]);
    await running(runIds[0] as string);
    expect((await listed())[0]?.state).toBe('IN_USE');
    await command('drain', phone.serial, '--note', 'screen broken');
    await phone.clear('benchmark-hang');
    expect(await shown('DRAINED')).toMatchObject({
      stateReason: 'screen broken',
      remedy: `"farm phones resume ${phone.serial}" when you want it back`,
    });
    const runs = await farm.postgres.prisma.run.findMany({ where: { id: { in: [...runIds] } } });
    expect(runs.map(({ state }) => state).sort()).toEqual(['DONE', 'PENDING']);
    await command('resume', phone.serial);
    await farm.ended(runIds);
  });

  it('leaves a phone under maintenance alone, even when it fails', async () => {
    await command('maintain', phone.serial);
    await shown('MAINTENANCE');
    const before = await farm.postgres.prisma.phoneEvent.count();
    await phone.strike('wedge');
    await phone.clear('wedge');
    await eventually(async () =>
      expect(await farm.adb.server.listPhones()).toMatchObject([{ state: 'device' }]),
    );
    const events = await farm.postgres.prisma.phoneEvent.findMany({ orderBy: { id: 'asc' }, skip: before });
    expect(events.map(({ kind }) => kind)).not.toContain('failed');
    expect(events.map(({ kind }) => kind)).not.toContain('recovery');
    await command('resume', phone.serial);
    await shown('READY');
  });

  it('does not call a phone ready whose worker has gone, in whatever way', async () => {
    const host = { name: 'test-host' };
    await worker.stop();
    await farm.postgres.prisma.phone.updateMany({ data: { state: 'READY' } });
    expect(await shown('UNWATCHED')).toMatchObject({
      stateReason: 'the worker of test-host is not running',
      remedy: expect.stringContaining('"farm worker run"') as unknown,
    });
    const lost = { state: 'ONLINE' as const, lastSeenAt: new Date(Date.now() - 10 * 60_000) };
    await farm.postgres.prisma.host.update({ where: host, data: lost });
    await shown('UNWATCHED');
  });

  it('refuses a phone that nobody knows', async () => {
    const { url: FARM_DATABASE_URL } = farm.postgres;
    const result = await runFarm(['phones', 'show', 'NOBODY'], { env: { FARM_DATABASE_URL } });
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('PHONE_UNKNOWN');
  });
});
