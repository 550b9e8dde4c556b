import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { AdbPhone } from '../../../src/worker/adb/index.js';
import { recoveryRungs } from '../../../src/worker/recovery/rungs.js';
import { eventually } from '../../support/eventually.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';

describeWith('adb', 'recovery', () => {
  let farm: WorkerFarm;
  let phone: TestPhone;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farm-recovery-'));
    farm = await startWorkerFarm();
    phone = await farm.startPhone();
  });
  afterAll(async () => {
    await farm.close();
    await rm(folder, { recursive: true });
  });

  it.each(['disconnect and connect', 'reboot'])(
    'leaves a phone usable after the step "%s" through the adb server',
    async (name) => {
      const adb = await farm.adb.attach(phone);
      const rungs = recoveryRungs({ server: farm.adb.server, phone: adb, bootMs: 5_000 });
      await rungs.find((rung) => rung.name === name)?.attempt(new AbortController().signal);
      // The adb server tries again after ten seconds.
      await eventually(
        async () => {
          const booted = await new AdbPhone(farm.adb.server, phone.adbSerial).read(
            'getprop sys.boot_completed',
          );
          expect(booted).toBe('1\n');
        },
        { everyMs: 50 },
      );
    },
  );

  it('has the adb server open the connection of a phone anew over USB, which forgets a phone over TCP', async () => {
    const { server } = farm.adb;
    const adb = await farm.adb.attach(phone);
    const names = (rungs: ReturnType<typeof recoveryRungs>) => rungs.map(({ name }) => name);
    const overUsb = new AdbPhone(server, 'USB1');
    expect(names(recoveryRungs({ server, phone: overUsb, bootMs: 1 }))).toEqual([
      'wait',
      'reconnect',
      'reboot',
    ]);
    expect(names(recoveryRungs({ server, phone: adb, bootMs: 1 }))).toEqual([
      'wait',
      'disconnect and connect',
      'reboot',
    ]);
    await server.reconnect(adb.adbSerial);
    await eventually(async () => expect(await server.listPhones()).toEqual([]));
    await farm.adb.attach(phone);
  });

  it('fails a power cycle whose program fails, and stops with its caller', async () => {
    const adb = await farm.adb.attach(phone);
    const rungOf = (...powerCycleCommand: string[]) =>
      recoveryRungs({ server: farm.adb.server, phone: adb, bootMs: 1, powerCycleCommand }).at(-1);
    const failing = rungOf(process.execPath, '-e', 'console.error("no hub"); process.exit(3)');
    await expect(failing?.attempt(new AbortController().signal)).rejects.toMatchObject({
      code: 'POWER_CYCLE_FAILED',
      message: expect.stringContaining('no hub') as unknown,
    });
    const hanging = rungOf(process.execPath, '-e', 'setTimeout(() => {}, 60_000)');
    await expect(hanging?.attempt(AbortSignal.timeout(100))).rejects.toThrow();
  });

  it('switches the power of a phone that nothing else brings back, by the command of the fleet file', async () => {
    const note = join(folder, 'power');
    const program = 'require("fs").writeFileSync(process.argv[1], process.argv[2])';
    const powerCycleCommand = [process.execPath, '-e', program, note, '{serial}'];
    await farm.startWorker([phone], { fleet: { phones: [], powerCycleCommand }, bootMs: 1_500 });
    await phone.strike('wedge');
    await eventually(async () => expect(await readFile(note, 'utf8')).toBe(phone.adbSerial), { everyMs: 50 });
    await phone.clear('wedge');
    const { prisma } = farm.postgres;
    await eventually(async () => {
      const events = await prisma.phoneEvent.findMany({ where: { kind: 'recovery' } });
      expect(events.map(({ detail }) => detail)).toContainEqual({ helped: 'power cycle' });
    });
  });
});
