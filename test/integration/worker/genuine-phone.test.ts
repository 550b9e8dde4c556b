import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import type { AdbPhone } from '../../../src/worker/adb/index.js';
import { eventually } from '../../support/eventually.js';
import { describeWithGenuinePhone, startGenuinePhone } from '../../support/genuine-phone.js';
import type { GenuinePhone } from '../../support/genuine-phone.js';
import { startSmallAdbServer } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { quickMeasurement, startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

const code = (name: string) => expect.objectContaining({ code: name }) as Error;

describeWith('adb', "on Android's own programs", () => {
  describeWithGenuinePhone('a phone whose adbd, shell and tools nobody here wrote', () => {
    let farm: WorkerFarm;
    let phone: GenuinePhone;
    let shell: AdbPhone;
    let height = 16;

    const sample = () => convolutionSample((height += 1));
    const stored = async () =>
      await farm.postgres.prisma.phone.findUniqueOrThrow({ where: { serialNumber: phone.serial } });

    beforeAll(async () => {
      farm = await startWorkerFarm();
      phone = await startGenuinePhone();
      shell = await farm.adb.attach(phone);
    });
    afterAll(async () => {
      await farm.close();
      await phone.stop();
    });

    it('runs commands as the shell user, in mksh, with exit code and both streams', async () => {
      const result = await shell.shell('id -u; echo $KSH_VERSION; echo err >&2; exit 7');
      expect(result.stdout.toString()).toMatch(/^2000\n@\(#\)MIRBSD KSH /);
      expect([result.exitCode, result.stderr.toString()]).toEqual([7, 'err\n']);
    });

    it('takes files and gives back the very same bytes', async () => {
      const content = randomBytes(3_000_000);
      const path = '/data/local/tmp/genuine/deeper/file';
      await shell.push([{ path, content, mode: 0o755 }]);
      expect((await shell.pull(path, 10_000_000)).equals(content)).toBe(true);
      await expect(shell.pull('/data/local/tmp/missing', 100)).rejects.toEqual(code('PULL_REFUSED'));
      await expect(shell.push([{ path: '/system/x', content }])).rejects.toEqual(code('PUSH_REFUSED'));
    });

    it('gives its exit codes to the small adb server too: adbd closes without waiting for what it wrote to be taken', async () => {
      const small = await startSmallAdbServer();
      onTestFinished(() => small.stop());
      const behindIt = await small.attach(phone);
      for (let code = 1; code <= 20; code += 1) {
        const { exitCode, stdout } = await behindIt.shell(`echo ${code}; exit ${code}`);
        expect([exitCode, stdout.toString()]).toEqual([code, `${code}\n`]);
      }
    });

    it('is attached, and measures what is asked of it on the cores that are asked for', async () => {
      await farm.startWorker([phone], { maxMeasurements: 1 });
      const sets = ['1large', '1small'].map((cores) => `${cores}-t1-float32-xnnpack-2.15`);
      for (const scenarioKey of sets) {
        const [run] = await farm.ended(await farm.submit(phone, [sample()], { scenarioKey }));
        expect(run).toMatchObject({ state: 'DONE', failureCode: null });
        expect(run?.opTimings).toHaveLength(1);
      }
    });

    it('measures on after the cable came out in the middle of a run', async () => {
      const measurement = { ...quickMeasurement, minSeconds: 0.8 };
      const runIds = await farm.submit(phone, [sample(), sample()], { measurement });
      await eventually(async () => {
        const [first] = await farm.postgres.prisma.run.findMany({
          where: { id: { in: [...runIds] }, state: 'RUNNING' },
        });
        expect(first).toBeDefined();
      });
      await phone.unplug(true);
      await eventually(async () => expect((await stored()).state).toBe('OFFLINE'));
      await phone.unplug(false);
      const runs = await farm.ended(runIds);
      expect(runs.map(({ state }) => state)).toEqual(['DONE', 'DONE']);
    });

    it('measures on after its adbd was killed, and after it has started anew', async () => {
      await phone.signal('SIGKILL');
      const [first] = await farm.ended(await farm.submit(phone, [sample()]));
      await phone.reboot(300);
      const [second] = await farm.ended(await farm.submit(phone, [sample()]));
      expect([first?.state, second?.state]).toEqual(['DONE', 'DONE']);
    });

    it('leaves no tool behind that outlived its shell', async () => {
      const tools =
        'for file in /proc/[0-9]*/cmdline; do cat $file; echo; done 2>/dev/null | grep -c [b]enchmark_model';
      await eventually(async () => {
        const { stdout } = await shell.shell(tools);
        expect(stdout.toString().trim()).toBe('0');
      });
    });
  });
});
