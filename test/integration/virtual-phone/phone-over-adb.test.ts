import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.js';
import { describeWith } from '../../support/system-packages.js';
import { type PhoneBehindServer, said, servers, startPhoneBehind } from './phone-behind-server.js';

describeWith('adb', 'a virtual phone', () => {
  describe.each(servers)('behind %s', (_, startServer) => {
    let target: PhoneBehindServer;
    beforeAll(async () => {
      target = await startPhoneBehind(startServer);
    });
    afterAll(() => target.stop());

    it('is listed with what it is', async () => {
      const { adb, phone } = target;
      const { stdout } = await adb('devices', '-l');
      expect(stdout).toMatch(
        new RegExp(`^${phone.adbSerial} +device .*model:Virtual_Fast device:virtual_fast`, 'm'),
      );
    });

    it('keeps output, errors and exit status apart', async () => {
      const { shell } = target;
      expect(await shell('echo out; echo err >&2; exit 7')).toEqual({
        status: 7,
        stdout: 'out\n',
        stderr: 'err\n',
      });
    });

    it('tells its serial number as its identity', async () => {
      const { phone, shell } = target;
      expect((await shell('getprop ro.serialno')).stdout).toBe(`${phone.serial}\n`);
      expect((await shell('getprop')).stdout).toContain('[ro.product.cpu.abilist]: [wasm32-node]\n');
    });

    it('takes a push and gives it back unchanged', async () => {
      const { directory, onPhone, shell } = target;
      const content = randomBytes(3_000_001);
      const [local, back] = [join(directory, 'pushed'), join(directory, 'pulled')];
      writeFileSync(local, content);
      expect((await onPhone('push', local, '/data/local/tmp/some where/file')).status).toBe(0);
      const { stdout } = await shell("sha256sum '/data/local/tmp/some where/file'");
      expect(stdout.split(' ')[0]).toBe(createHash('sha256').update(content).digest('hex'));
      expect((await onPhone('pull', '/data/local/tmp/some where/file', back)).status).toBe(0);
      expect(readFileSync(back).equals(content)).toBe(true);
    });

    it('lists a directory by its sync service', async () => {
      const { onPhone, shell } = target;
      await shell('mkdir -p /data/local/tmp/listed && touch /data/local/tmp/listed/a');
      const { stdout } = await onPhone('ls', '/data/local/tmp/listed');
      expect(stdout).toMatch(/^[0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} a$/m);
    });

    it('says why it does not take or give a file', async () => {
      const { directory, onPhone } = target;
      const local = join(directory, 'small');
      writeFileSync(local, 'x');
      expect(said(await onPhone('push', local, '/system/bin/sh'))).toContain('Read-only file system');
      expect(said(await onPhone('pull', '/data/local/tmp/none', directory))).toContain(
        'No such file or directory',
      );
    });

    it('shows its own paths, whatever lies behind them', async () => {
      const { shell } = target;
      const { stdout } = await shell(
        'cd /data/local/tmp && pwd && echo x > here.txt && ls -d /data/local/tmp/here.txt',
      );
      expect(stdout).toBe('/data/local/tmp\n/data/local/tmp/here.txt\n');
    });

    it('maps the paths in a script that its shell reads', async () => {
      const { directory, onPhone, shell } = target;
      const script = join(directory, 'script.sh');
      writeFileSync(script, 'cat /data/local/tmp/word /data/local/tmp/word\necho "$1"\n');
      await shell('echo -n ab > /data/local/tmp/word');
      await onPhone('push', script, '/data/local/tmp/script.sh');
      expect((await shell('sh /data/local/tmp/script.sh end')).stdout).toBe('ababend\n');
    });

    it('pins to the cores of the phone', async () => {
      const { shell } = target;
      expect((await shell('taskset f0 cat /proc/self/status')).stdout).toMatch(/^Cpus_allowed_list:\t4-7$/m);
      expect((await shell('taskset 89 grep Cpus_allowed /proc/self/status')).stdout).toBe(
        'Cpus_allowed:\t89\nCpus_allowed_list:\t0,3,7\n',
      );
      expect((await shell('taskset 100 true')).status).toBe(1);
    });

    it('shows its clusters, battery, heat and space', async () => {
      const { shell } = target;
      expect((await shell('cat /sys/devices/system/cpu/cpufreq/policy4/related_cpus')).stdout).toBe(
        '4 5 6\n',
      );
      expect((await shell('dumpsys battery')).stdout).toMatch(/^ {2}temperature: 2\d\d$/m);
      expect((await shell('dumpsys thermalservice')).stdout).toMatch(/^Thermal Status: 0$/m);
      expect((await shell('dumpsys power | grep mWakefulness=')).stdout).toBe('  mWakefulness=Awake\n');
      expect((await shell('df -k /data/local/tmp')).stdout).toMatch(/ 67108864 +\d+ +\d+ +25% /);
    });

    it('keeps settings until they are changed back', async () => {
      const { shell } = target;
      expect((await shell('settings get global low_power')).stdout).toBe('null\n');
      await shell('settings put global low_power 1');
      expect((await shell('settings get global low_power')).stdout).toBe('1\n');
      await shell('settings delete global low_power');
      expect((await shell('settings get global low_power')).stdout).toBe('null\n');
    });

    it('reaches its own processes and no other of this machine', async () => {
      const { shell } = target;
      const { stdout } = await shell('sleep 60 > /dev/null 2>&1 & echo $!; pidof sleep');
      const [started, found] = stdout.split('\n');
      expect(found).toBe(started);
      expect((await shell(`kill -9 ${process.pid}`)).stderr).toContain('No such process');
      expect((await shell(`kill -9 ${started ?? ''} && echo ended`)).stdout).toBe('ended\n');
      await eventually(async () => {
        expect((await shell('pidof sleep')).status).toBe(1);
      });
    });

    it('restarts when it is asked to', async () => {
      const { onPhone, shell, attach } = target;
      const bootId = async () => (await shell('cat /proc/sys/kernel/random/boot_id')).stdout;
      const before = await bootId();
      expect(before).toMatch(/^[0-9a-f-]{36}\n$/);
      await onPhone('reboot');
      await eventually(async () => {
        await attach();
        const { stdout } = await shell('getprop sys.boot_completed');
        expect(stdout).toBe('1\n');
        expect(await bootId()).not.toBe(before);
      });
    });
  });
});
