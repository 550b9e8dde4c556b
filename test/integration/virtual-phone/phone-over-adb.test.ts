import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awaitReadyLine, spawnEntry, terminate } from '../../../src/platform/index.js';
import { freePort } from '../../../src/platform/services/index.js';
import { eventually } from '../../support/eventually.js';
import { startTestPhone, type TestPhone } from '../../support/phone-farm.js';
import { describeWith, findProgram } from '../../support/system-packages.js';

/** What a command of the `adb` client printed, and its exit status. */
interface AdbResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What was said, on whichever stream: the client's versions differ. */
const said = ({ stdout, stderr }: AdbResult): string => stdout + stderr;

type Adb = (...args: string[]) => Promise<AdbResult>;

/** Runs Debian's `adb` client against the server on `port`. */
function adbClient(port: number): Adb {
  return (...args) =>
    new Promise((resolve) => {
      const options = { timeout: 20_000, env: { ...process.env, ANDROID_ADB_SERVER_PORT: String(port) } };
      execFile(findProgram('adb') ?? 'adb', args, options, (error, stdout, stderr) => {
        resolve({
          status: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1,
          stdout,
          stderr,
        });
      });
    });
}

/** One way to reach phones: a server, ready on a port. */
interface Server {
  readonly port: number;
  readonly process: ChildProcess;
}

async function startDebianServer(): Promise<Server> {
  const port = await freePort();
  const args = ['-L', `tcp:${port}`, 'nodaemon', 'server'];
  const child = spawn(findProgram('adb') ?? 'adb', args, { stdio: 'ignore' });
  return { port, process: child };
}

async function startOwnServer(): Promise<Server> {
  const child = spawnEntry('virtual-phone/adb-server/main', ['--port', '0']);
  const { port } = await awaitReadyLine(
    child,
    z.looseObject({ event: z.literal('ready'), port: z.number() }),
  );
  return { port, process: child };
}

describeWith('adb', 'a virtual phone', () => {
  describe.each([
    ["Debian's adb server", startDebianServer],
    ['the small adb server', startOwnServer],
  ])('behind %s', (_, startServer) => {
    let server: Server;
    let adb: Adb;
    let phone: TestPhone;
    let directory: string;

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), 'phone-over-adb-'));
      [server, phone] = await Promise.all([startServer(), startTestPhone()]);
      adb = adbClient(server.port);
      await eventually(async () => {
        await adb('connect', phone.adbSerial);
        expect((await adb('-s', phone.adbSerial, 'get-state')).stdout).toBe('device\n');
      });
    });
    afterAll(async () => {
      await Promise.all([terminate(server.process), phone.stop()]);
      rmSync(directory, { recursive: true });
    });

    const onPhone: Adb = (...args) => adb('-s', phone.adbSerial, ...args);
    const shell = (commandText: string) => onPhone('shell', commandText);

    /** Has the server connect anew: left to itself, Debian's tries again after ten seconds only. */
    async function attach(): Promise<void> {
      await adb('disconnect', phone.adbSerial);
      await adb('connect', phone.adbSerial);
    }

    /** Waits until the phone answers again. */
    async function reachable(): Promise<void> {
      await eventually(async () => {
        await attach();
        expect((await shell('echo here')).stdout).toBe('here\n');
      });
    }

    it('is listed with what it is', async () => {
      const { stdout } = await adb('devices', '-l');
      expect(stdout).toMatch(
        new RegExp(`^${phone.adbSerial} +device .*model:Virtual_Fast device:virtual_fast`, 'm'),
      );
    });

    it('keeps output, errors and exit status apart', async () => {
      expect(await shell('echo out; echo err >&2; exit 7')).toEqual({
        status: 7,
        stdout: 'out\n',
        stderr: 'err\n',
      });
    });

    it('tells its serial number as its identity', async () => {
      expect((await shell('getprop ro.serialno')).stdout).toBe(`${phone.serial}\n`);
      expect((await shell('getprop')).stdout).toContain('[ro.product.cpu.abilist]: [wasm32-node]\n');
    });

    it('takes a push and gives it back unchanged', async () => {
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
      await shell('mkdir -p /data/local/tmp/listed && touch /data/local/tmp/listed/a');
      const { stdout } = await onPhone('ls', '/data/local/tmp/listed');
      expect(stdout).toMatch(/^[0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} a$/m);
    });

    it('says why it does not take or give a file', async () => {
      const local = join(directory, 'small');
      writeFileSync(local, 'x');
      expect(said(await onPhone('push', local, '/system/bin/sh'))).toContain('Read-only file system');
      expect(said(await onPhone('pull', '/data/local/tmp/none', directory))).toContain(
        'No such file or directory',
      );
    });

    it('shows its own paths, whatever lies behind them', async () => {
      const { stdout } = await shell(
        'cd /data/local/tmp && pwd && echo x > here.txt && ls -d /data/local/tmp/here.txt',
      );
      expect(stdout).toBe('/data/local/tmp\n/data/local/tmp/here.txt\n');
    });

    it('maps the paths in a script that its shell reads', async () => {
      const script = join(directory, 'script.sh');
      writeFileSync(script, 'cat /data/local/tmp/word /data/local/tmp/word\necho "$1"\n');
      await shell('echo -n ab > /data/local/tmp/word');
      await onPhone('push', script, '/data/local/tmp/script.sh');
      expect((await shell('sh /data/local/tmp/script.sh end')).stdout).toBe('ababend\n');
    });

    it('pins to the cores of the phone', async () => {
      expect((await shell('taskset f0 cat /proc/self/status')).stdout).toMatch(/^Cpus_allowed_list:\t4-7$/m);
      expect((await shell('taskset 89 grep Cpus_allowed /proc/self/status')).stdout).toBe(
        'Cpus_allowed:\t89\nCpus_allowed_list:\t0,3,7\n',
      );
      expect((await shell('taskset 100 true')).status).toBe(1);
    });

    it('shows its clusters, battery, heat and space', async () => {
      expect((await shell('cat /sys/devices/system/cpu/cpufreq/policy4/related_cpus')).stdout).toBe(
        '4 5 6\n',
      );
      expect((await shell('dumpsys battery')).stdout).toMatch(/^ {2}temperature: 2\d\d$/m);
      expect((await shell('dumpsys thermalservice')).stdout).toMatch(/^Thermal Status: 0$/m);
      expect((await shell('dumpsys power | grep mWakefulness=')).stdout).toBe('  mWakefulness=Awake\n');
      expect((await shell('df -k /data/local/tmp')).stdout).toMatch(/ 67108864 +\d+ +\d+ +25% /);
    });

    it('keeps settings until they are changed back', async () => {
      expect((await shell('settings get global low_power')).stdout).toBe('null\n');
      await shell('settings put global low_power 1');
      expect((await shell('settings get global low_power')).stdout).toBe('1\n');
      await shell('settings delete global low_power');
      expect((await shell('settings get global low_power')).stdout).toBe('null\n');
    });

    it('reaches its own processes and no other of this machine', async () => {
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
      const uptime = async () => Number((await shell('cat /proc/uptime')).stdout.split(' ')[0]);
      const before = await uptime();
      await onPhone('reboot');
      await eventually(async () => {
        await attach();
        const { stdout } = await shell('getprop sys.boot_completed');
        expect(stdout).toBe('1\n');
        expect(await uptime()).toBeLessThan(before);
      });
    });

    it('that is unplugged in mid-push is lost, and comes back', async () => {
      const local = join(directory, 'large');
      writeFileSync(local, randomBytes(2_000_000));
      await phone.strike('unplug-mid-push', 500_000);
      expect((await onPhone('push', local, '/data/local/tmp/large')).status).toBe(1);
      await phone.clear('unplug');
      await reachable();
      expect((await onPhone('push', local, '/data/local/tmp/large')).status).toBe(0);
    });

    it('with a full disk refuses a push and says so', async () => {
      const local = join(directory, 'medium');
      writeFileSync(local, randomBytes(300_000));
      await phone.strike('full-disk', 100_000);
      expect(said(await onPhone('push', local, '/data/local/tmp/medium'))).toContain(
        'No space left on device',
      );
      expect((await shell('df -k /data')).stdout).toMatch(/ \d+ 100% \/data|99% \/data/);
      await phone.clear('full-disk');
      expect((await onPhone('push', local, '/data/local/tmp/medium')).status).toBe(0);
    });

    it('that is hot says so and is slow', async () => {
      await phone.strike('hot', 46);
      expect((await shell('dumpsys battery')).stdout).toContain('temperature: 460\n');
      expect((await shell('dumpsys thermalservice')).stdout).toContain('Thermal Status: 3\n');
      const policy = '/sys/devices/system/cpu/cpufreq/policy7';
      const { stdout } = await shell(`cat ${policy}/scaling_max_freq ${policy}/cpuinfo_max_freq`);
      expect(stdout).toBe('1578667\n2841600\n');
      await phone.clear('hot');
      expect((await shell('dumpsys thermalservice')).stdout).toContain('Thermal Status: 0\n');
    });

    it('ends a benchmark with the status of a crash', async () => {
      const stand = join(directory, 'benchmark_model');
      writeFileSync(stand, '#!/usr/bin/env node\nsetTimeout(() => undefined, 30_000);\n');
      await onPhone('push', stand, '/data/local/tmp/benchmark_model');
      await shell('chmod 755 /data/local/tmp/benchmark_model');
      await phone.strike('benchmark-crash', 50);
      const { status } = await shell('cd /data/local/tmp && exec ./benchmark_model --graph=x');
      expect(status).toBe(139);
    });

    it('garbles what a benchmark prints, and keeps its exit status', async () => {
      await phone.strike('garbage-output');
      const { status, stdout } = await shell('echo INFO: STARTING! # benchmark --graph=x');
      expect(status).toBe(0);
      expect(stdout).toHaveLength('INFO: STARTING!\n'.length);
      expect(stdout).not.toContain('STARTING');
      await phone.clear('garbage-output');
    });

    it('that nobody has authorized is listed as such', async () => {
      await phone.strike('unauthorized');
      await eventually(async () => {
        await attach();
        expect((await adb('devices')).stdout).toContain(`${phone.adbSerial}\tunauthorized`);
      });
      await phone.clear('unauthorized');
      await reachable();
    });

    it('that hangs stays listed and answers nothing', async () => {
      await phone.strike('wedge');
      const waiting = shell('echo here');
      expect((await adb('devices')).stdout).toContain(`${phone.adbSerial}\tdevice`);
      await phone.clear('wedge');
      expect((await waiting).stdout).toBe('');
      await reachable();
    });
  });
});
