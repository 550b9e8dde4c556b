import { randomBytes } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
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

    /** Puts a program on the phone that has the benchmark tool's name and does nothing for long. */
    async function pushStandIn(): Promise<void> {
      const local = join(target.directory, 'benchmark_model');
      writeFileSync(local, '#!/usr/bin/env node\nsetTimeout(() => undefined, 30_000);\n', { mode: 0o755 });
      await target.onPhone('push', local, '/data/local/tmp/benchmark_model');
    }

    it('that is unplugged in mid-push is lost, and comes back', async () => {
      const { phone, directory, onPhone, reachable } = target;
      const local = join(directory, 'large');
      writeFileSync(local, randomBytes(2_000_000));
      await phone.strike('unplug-mid-push', 500_000);
      expect((await onPhone('push', local, '/data/local/tmp/large')).status).toBe(1);
      await phone.clear('unplug');
      await reachable();
      expect((await onPhone('push', local, '/data/local/tmp/large')).status).toBe(0);
    });

    it('with a full disk refuses a push and says so', async () => {
      const { phone, directory, onPhone, shell } = target;
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
      const { phone, shell } = target;
      await phone.strike('hot', 46);
      expect((await shell('dumpsys battery')).stdout).toContain('temperature: 460\n');
      expect((await shell('dumpsys thermalservice')).stdout).toContain('Thermal Status: 3\n');
      const policy = '/sys/devices/system/cpu/cpufreq/policy7';
      const { stdout } = await shell(`cat ${policy}/scaling_max_freq ${policy}/cpuinfo_max_freq`);
      expect(stdout).toBe('1578667\n2841600\n');
      await phone.clear('hot');
      expect((await shell('dumpsys thermalservice')).stdout).toContain('Thermal Status: 0\n');
    });

    it('that shares its cores with another program says so, core by core', async () => {
      const { phone, shell } = target;
      const work = 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done';
      const pinned = `grep ^cpu /proc/stat; taskset 40 sh -c '${work}'; cat /proc/stat`;
      const busyMs = async () => {
        const lines = (await shell(pinned)).stdout.match(/^cpu\d+ \d+/gm) ?? [];
        const ticks = lines.map((line) => Number(line.split(' ')[1]));
        return Array.from({ length: 8 }, (_, core) => 10 * ((ticks[core + 8] ?? NaN) - (ticks[core] ?? NaN)));
      };
      const alone = await busyMs();
      expect(Math.max(...alone.toSpliced(6, 1))).toBeLessThan(alone[6] ?? 0);
      await phone.strike('contention', 0.9);
      const shared = await busyMs();
      expect(Math.min(...shared)).toBeGreaterThan(Math.max(...alone.toSpliced(6, 1)));
      await phone.clear('contention');
    });

    it('ends a benchmark with the status of a crash', async () => {
      const { phone, shell } = target;
      await pushStandIn();
      await phone.strike('benchmark-crash', 50);
      const { status } = await shell('cd /data/local/tmp && exec ./benchmark_model --graph=x');
      expect(status).toBe(139);
    });

    it('lets a benchmark stand still until it may go on', async () => {
      const { phone, shell } = target;
      const local = join(target.directory, 'benchmark_model');
      writeFileSync(local, '#!/bin/sh\nsleep 1\necho "$1"\n', { mode: 0o755 });
      await target.onPhone('push', local, '/data/local/tmp/benchmark_model');
      await phone.strike('benchmark-hang');
      const running = shell('cd /data/local/tmp && exec ./benchmark_model --graph=x');
      await eventually(async () => {
        const { stdout } = await shell('for each in $(pidof benchmark_model); do cat /proc/$each/stat; done');
        // Stopped, or waiting for a child that was stopped before it became a program of its own (proc(5)).
        expect(stdout).toMatch(/^\d+ \(.*\) [TD] /);
      });
      // Its child as well, as when it was halted while it became a program of its own.
      await shell('pkill -STOP sleep');
      await phone.clear('benchmark-hang');
      expect(await running).toMatchObject({ status: 0, stdout: '--graph=x\n' });
    });

    it('garbles what a benchmark prints, and keeps its exit status', async () => {
      const { phone, shell } = target;
      await phone.strike('garbage-output');
      const { status, stdout } = await shell('echo INFO: STARTING! # benchmark --graph=x');
      expect(status).toBe(0);
      expect(stdout).toHaveLength('INFO: STARTING!\n'.length);
      expect(stdout).not.toContain('STARTING');
      await phone.clear('garbage-output');
    });

    it('that nobody has authorized is listed as such', async () => {
      const { adb, phone, attach, reachable } = target;
      await phone.strike('unauthorized');
      await eventually(async () => {
        await attach();
        expect((await adb('devices')).stdout).toContain(`${phone.adbSerial}\tunauthorized`);
      });
      await phone.clear('unauthorized');
      await reachable();
    });

    it('that hangs stays listed and answers nothing', async () => {
      const { adb, phone, shell, reachable } = target;
      await phone.strike('wedge');
      const waiting = shell('echo here');
      expect((await adb('devices')).stdout).toContain(`${phone.adbSerial}\tdevice`);
      await phone.clear('wedge');
      expect((await waiting).stdout).toBe('');
      await reachable();
    });

    it('that hangs in mid-push leaves the host waiting', async () => {
      const { phone, directory, onPhone, reachable } = target;
      const local = join(directory, 'half');
      writeFileSync(local, randomBytes(2_000_000));
      await phone.strike('wedge-mid-push', 500_000);
      const pushing = onPhone('push', local, '/data/local/tmp/half');
      await eventually(() =>
        expect(statSync(join(phone.root, 'data/local/tmp/half')).size).toBeGreaterThanOrEqual(500_000),
      );
      await phone.clear('wedge');
      expect((await pushing).status).toBe(1);
      await reachable();
    });

    it('that is unplugged in mid-run hangs up, which ends the benchmark', async () => {
      const { phone, shell, reachable } = target;
      await pushStandIn();
      await phone.strike('unplug-mid-run', 50);
      const { stdout } = await shell(
        'cd /data/local/tmp && echo started && exec ./benchmark_model --graph=x',
      );
      expect(stdout).toBe('started\n');
      await phone.clear('unplug');
      await reachable();
      await eventually(async () => {
        expect((await shell('pidof benchmark_model')).status).toBe(1);
      });
    });

    it('that is throttled says so by its clocks', async () => {
      const { phone, shell } = target;
      await phone.strike('throttling', 3);
      const { stdout } = await shell('cat /sys/devices/system/cpu/cpufreq/policy7/scaling_max_freq');
      expect(stdout).toBe('947200\n');
      expect((await shell('dumpsys thermalservice')).stdout).toContain('Thermal Status: 2\n');
      await phone.clear('throttling');
    });

    it('on a slow link takes a push all the same', async () => {
      const { phone, directory, onPhone } = target;
      const local = join(directory, 'slow');
      writeFileSync(local, randomBytes(200_000));
      await phone.strike('slow-link', 2_000_000);
      expect((await onPhone('push', local, '/data/local/tmp/slow')).status).toBe(0);
      await phone.clear('slow-link');
    });

    it('that never answers the handshake is offline', async () => {
      const { adb, phone, reachable } = target;
      await phone.strike('silent');
      await eventually(async () => {
        expect((await adb('devices')).stdout).toContain(`${phone.adbSerial}\toffline`);
      });
      await phone.clear('silent');
      await reachable();
    });

    it('that is switched off ends what ran on it', async () => {
      const { phone, shell, reachable } = target;
      await shell('sleep 60 > /dev/null 2>&1 &');
      expect((await shell('pidof sleep')).status).toBe(0);
      await phone.strike('power-off');
      await phone.clear('power-off');
      await reachable();
      expect((await shell('pidof sleep')).status).toBe(1);
    });
  });
});
