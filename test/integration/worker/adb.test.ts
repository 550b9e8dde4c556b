import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { workerError } from '../../../src/worker/errors.js';
import { AdbPhone } from '../../../src/worker/adb/index.js';
import { shellWithSentinel } from '../../../src/worker/adb/shell.js';
import { eventually } from '../../support/eventually.js';
import { startSmallAdbServer, startTestAdbServer, startTestPhone } from '../../support/phone-farm.js';
import type { TestAdbServer, TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';

const code = (name: string) => expect.objectContaining({ code: name }) as Error;

describeWith('adb', "a phone behind Debian's adb server", () => behaviour(() => startTestAdbServer()));
describe('a phone behind the small endpoint', () => behaviour(startSmallAdbServer));

function behaviour(start: () => Promise<TestAdbServer>): void {
  let adb: TestAdbServer;
  let phone: TestPhone;
  let shell: AdbPhone;

  beforeAll(async () => {
    adb = await start();
    phone = await startTestPhone();
    shell = await adb.attach(phone);
  });
  // An adb server may lose a phone behind TCP for a moment, and takes it again by itself.
  beforeEach(() => eventually(async () => expect(await shell.isAlive()).toBe(true)));
  afterAll(async () => {
    await phone.stop();
    await adb.stop();
  });

  it('gives exit code and both streams of a command, each for itself', async () => {
    const result = await shell.shell('echo out; echo err >&2; exit 7');
    expect([result.exitCode, result.stdout.toString(), result.stderr.toString()]).toEqual([
      7,
      'out\n',
      'err\n',
    ]);
  });

  it('gives the exit code where the phone knows only the old protocol', async () => {
    const result = await shellWithSentinel(adb.server, phone.adbSerial, 'printf no-newline; exit 3', {});
    expect([result.exitCode, result.stdout.toString()]).toEqual([3, 'no-newline']);
  });

  it('refuses what a command that must succeed says when it fails', async () => {
    await expect(shell.read('echo nonsense >&2; false')).rejects.toMatchObject({
      code: 'PHONE_COMMAND_FAILED',
      message: expect.stringContaining('nonsense') as string,
    });
  });

  it('brings back the bytes that it pushed, several files in one session', async () => {
    const [large, small] = [randomBytes(3_000_000), randomBytes(10)];
    const folder = '/data/local/tmp/adb-test/deeper';
    await shell.push([
      { path: `${folder}/large`, content: large, mode: 0o755 },
      { path: `${folder}/small`, content: small },
      { path: `${folder}/empty`, content: Buffer.alloc(0) },
    ]);
    expect((await shell.pull(`${folder}/large`, 10_000_000)).equals(large)).toBe(true);
    expect((await shell.pull(`${folder}/small`, 10)).equals(small)).toBe(true);
    expect(await shell.pull(`${folder}/empty`, 10)).toHaveLength(0);
    expect(await shell.status(`${folder}/large`)).toMatchObject({ sizeBytes: large.length });
    expect(await shell.status(`${folder}/none`)).toBeUndefined();
  });

  it('refuses to pull what is missing or longer than expected', async () => {
    await shell.push([{ path: '/data/local/tmp/eleven', content: Buffer.alloc(11) }]);
    await expect(shell.pull('/data/local/tmp/missing', 100)).rejects.toEqual(code('PULL_REFUSED'));
    await expect(shell.pull('/data/local/tmp/eleven', 10)).rejects.toEqual(code('PULL_REFUSED'));
  });

  it('tells a refused push in the words of the phone', async () => {
    await expect(shell.push([{ path: '/proc/version', content: Buffer.from('x') }])).rejects.toEqual(
      code('PUSH_REFUSED'),
    );
    await phone.strike('full-disk', 0);
    const push = shell.push([{ path: '/data/local/tmp/full', content: randomBytes(500_000) }]);
    await expect(push).rejects.toEqual(code('PHONE_NO_SPACE'));
    await phone.clear('full-disk');
  });

  it('ends a command at its deadline, and on the word of its caller', async () => {
    await expect(shell.shell('sleep 20', { deadlineMs: 200 })).rejects.toEqual(code('ADB_TIMEOUT'));
    const caller = new AbortController();
    const waiting = shell.shell('sleep 20', { signal: caller.signal });
    caller.abort(new Error('enough'));
    await expect(waiting).rejects.toEqual(code('ADB_ABORTED'));
    const reason = workerError('LEASE_LOST', 'gone');
    await expect(shell.shell('true', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('refuses a flood of output instead of keeping it', async () => {
    const flood = shell.shell('yes', { maxOutputBytes: 100_000 });
    await expect(flood).rejects.toEqual(code('PHONE_OUTPUT_TOO_LONG'));
  });

  it('says of an unknown phone that it is lost', async () => {
    await expect(new AdbPhone(adb.server, 'nobody').shell('true')).rejects.toEqual(code('PHONE_LOST'));
  });

  it('takes no more of a file than the phone accepts, and gives up when nothing moves', async () => {
    await phone.strike('wedge-mid-push', 200_000);
    let takenBytes = 0;
    const endless = async function* () {
      for (; takenBytes < 300e6; takenBytes += 65_536) yield await Promise.resolve(Buffer.alloc(65_536));
    };
    const push = shell.push([{ path: '/data/local/tmp/endless', content: endless() }], { stallMs: 500 });
    await expect(push).rejects.toEqual(code('ADB_TIMEOUT'));
    expect(takenBytes).toBeLessThan(30e6);
    await phone.clear('wedge');
    await eventually(async () => expect(await shell.isAlive()).toBe(true));
  });

  it('says that the phone is lost when its cable comes out in the middle of a command', async () => {
    const waiting = shell.shell('sleep 20');
    waiting.catch(() => undefined);
    await phone.strike('unplug', 100);
    await expect(waiting).rejects.toEqual(code('PHONE_LOST'));
  });

  it('says that the adb server is lost when that is what is gone', async () => {
    await adb.kill();
    await expect(shell.shell('true')).rejects.toEqual(code('ADB_SERVER_LOST'));
    await expect(adb.server.listPhones()).rejects.toEqual(code('ADB_SERVER_LOST'));
  });
}
