import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { binariesFinding, hostFindings } from '../../../../src/cli/commands/doctor/farm.js';
import type { Finding } from '../../../../src/cli/commands/doctor/finding.js';
import {
  adbFinding,
  nodeFinding,
  roomFinding,
  udevFinding,
} from '../../../../src/cli/commands/doctor/machine.js';
import { postgresFinding, redisFindings } from '../../../../src/cli/commands/doctor/services.js';
import { packageFile } from '../../../../src/cli/package-files.js';
import { runFarm } from '../../../support/farm-command.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farm-doctor-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('what is looked at on a machine', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['22.1.0', 'ok'],
    ['20.18.3', 'failed'],
    ['18.20.0', 'failed'],
  ])('is Node.js: %s is %s', (version, level) => {
    expect(nodeFinding(version)).toMatchObject({ level });
  });

  it('is the oldest Node.js that package.json lets install this', () => {
    const { engines } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
      engines: { node: string };
    };
    const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(engines.node) ?? [];
    expect(nodeFinding(`${major}.${minor}.0`)).toMatchObject({ level: 'ok' });
    expect(nodeFinding(`${major}.${Number(minor) - 1}.9`)).toMatchObject({ level: 'failed' });
  });

  it('has a benchmark tool that phones measure with, beside one for NPUs alone', () => {
    const litert = { kind: 'litert' } as const;
    expect(binariesFinding([litert])).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('no benchmark_model:') as string,
    });
    expect(binariesFinding([litert, { kind: 'tflite' }])).toMatchObject({ level: 'ok' });
  });

  it.each([
    ['18.4', false, 'ok'],
    ['12.22', false, 'failed'],
    ['18.4', true, 'failed'],
  ])('is Postgres: %s, a replica: %s, is %s', (version, isReplica, level) => {
    const finding = postgresFinding('database', { version, isReplica });
    expect(finding).toMatchObject({
      level,
      ...(level === 'failed' && { remedy: expect.any(String) as string }),
    });
  });

  it.each([
    [50, 'ok'],
    [3, 'warning'],
    [0.2, 'failed'],
  ])('is the room on the disk: %d GiB are %s', (gibibytes, level) => {
    expect(roomFinding('/data', gibibytes * 2 ** 30)).toMatchObject({ level });
  });

  it('is adb, which only those need that measure', async () => {
    const program = '/nowhere/adb';
    expect(await adbFinding({ program, isWorker: true })).toMatchObject({ level: 'failed' });
    expect(await adbFinding({ program, isWorker: false })).toMatchObject({ level: 'skipped' });
    expect(await adbFinding({ program: process.execPath, isWorker: true })).toMatchObject({
      level: 'failed',
    });
  });

  it('is a udev rule for phones', async () => {
    expect(await udevFinding([folder, '/nowhere'])).toMatchObject({ level: 'warning' });
    await writeFile(join(folder, '51-android.rules'), '');
    expect(await udevFinding([folder])).toMatchObject({ level: 'ok', message: '51-android.rules' });
  });
});

describe('what is looked at of servers and hosts', () => {
  const good = { version: '7.0.15', maxmemoryPolicy: 'noeviction', appendOnly: true };
  it.each([
    [good, ['ok']],
    [{ ...good, version: '6.0.9' }, ['failed']],
    [{ ...good, maxmemoryPolicy: 'allkeys-lru' }, ['failed']],
    [{ ...good, appendOnly: false }, ['warning']],
    [{ ...good, maxmemoryPolicy: 'volatile-lru', appendOnly: false }, ['failed', 'warning']],
  ])('is a Redis: %j', (facts, levels) => {
    expect(redisFindings(facts).map(({ level }) => level)).toEqual(levels);
  });

  it('is a host: that it is linked, and that its clock is right', () => {
    const host = { name: 'lab', state: 'ONLINE', stateReason: null } as const;
    expect(hostFindings(host)).toMatchObject([{ level: 'ok' }]);
    expect(hostFindings({ ...host, clockAheadMs: -90_000 })).toMatchObject([
      { level: 'warning', message: expect.stringContaining('1 min 30 s behind') as string },
    ]);
    expect(hostFindings({ ...host, state: 'FAILED', stateReason: 'another key' })).toMatchObject([
      { level: 'warning', message: 'failed: another key' },
    ]);
  });

  it('has a remedy wherever something is not as it should be', () => {
    const findings: Finding[] = [
      nodeFinding('1.0.0'),
      roomFinding('/data', 0),
      ...redisFindings({ version: '5.0', maxmemoryPolicy: undefined, appendOnly: false }),
      ...hostFindings({ name: 'lab', state: 'OFFLINE', stateReason: null, clockAheadMs: 9_000 }),
    ];
    expect(findings.filter(({ remedy }) => remedy === undefined)).toEqual([]);
  });
});

describe('farm doctor', () => {
  it('finds that nothing runs, and a fleet file that cannot be read, and fails', async () => {
    await writeFile(join(folder, 'fleet.yaml'), 'phones: [{ serialNumber: 7 }]\n');
    const env = { FARM_DATA_DIR: join(folder, 'data') };
    const { exitCode, stdout } = await runFarm(['doctor', '--fleet', 'fleet.yaml', '--json'], {
      cwd: folder,
      env,
    });
    const findings = JSON.parse(stdout) as Finding[];
    expect(exitCode).toBe(1);
    expect(findings.filter(({ level }) => level === 'failed')).toMatchObject([
      { subject: 'fleet file', message: expect.stringMatching(/fleet\.yaml:1:\d+/) as string },
      { subject: 'services', remedy: expect.stringContaining('farm up') as string },
    ]);
    const text = await runFarm(['doctor'], { cwd: folder, env });
    expect(text.stdout).toMatch(/^services +failed +No services run on/m);
    expect(text.stdout).toMatch(/^services: Start them with "farm up"/m);
  });
});
