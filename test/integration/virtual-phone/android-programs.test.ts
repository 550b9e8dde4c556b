import { afterAll, beforeAll, expect, it } from 'vitest';

import { sha256Hex } from '../../../src/graph/index.js';
import type { AdbPhone } from '../../../src/worker/adb/index.js';
import { takeSnapshot } from '../../../src/worker/conditions/index.js';
import type { ConditionsSnapshot } from '../../../src/worker/conditions/index.js';
import { readIdentity } from '../../../src/worker/phones/identity.js';
import { sha256OnPhone, stageBinary } from '../../../src/worker/runs/staging/stage-binary.js';
import { runTool, sweepRuns } from '../../../src/worker/runs/tool/tool-process.js';
import { describeWithAndroidPrograms, makeAndroidPrograms } from '../../support/android-programs.js';
import { startSmallAdbServer, startTestPhone } from '../../support/phone-farm.js';
import type { TestAdbServer, TestPhone } from '../../support/phone-farm.js';

/** A phone's load is its own, and what follows from it: that it was read is what matters. */
function withoutLoad(snapshot: ConditionsSnapshot): unknown {
  const changing = ['loadAverage', 'currentKhz', 'temperatureC', 'currentUa', 'voltageUv'];
  const text = JSON.stringify(snapshot, (name, value: unknown) =>
    changing.includes(name) ? typeof value : value,
  );
  return JSON.parse(text);
}

const never = new AbortController().signal;

describeWithAndroidPrograms("a virtual phone with Android's own shell and tools", () => {
  const programs = makeAndroidPrograms();
  let adb: TestAdbServer;
  let phones: readonly [plain: TestPhone, android: TestPhone];
  let shells: readonly [plain: AdbPhone, android: AdbPhone];

  beforeAll(async () => {
    const serial = 'ANDROIDPROGRAMS';
    [adb, phones] = await Promise.all([
      startSmallAdbServer(),
      Promise.all([startTestPhone({ serial }), startTestPhone({ serial, programs: programs.folder })]),
    ]);
    shells = [await adb.attach(phones[0]), await adb.attach(phones[1])];
  });
  afterAll(async () => {
    await Promise.all(phones.map((phone) => phone.stop()));
    await adb.stop();
    programs.remove();
  });

  /** What something reads of the phone with this machine's shell and tools, and of the one with Android's. */
  const both = <Result>(read: (phone: AdbPhone) => Promise<Result>): Promise<[Result, Result]> =>
    Promise.all([read(shells[0]), read(shells[1])]);

  it('runs mksh and toybox, from commands and from files alike', async () => {
    const [, android] = shells;
    const script = '/data/local/tmp/script';
    const content = Buffer.from('echo "$KSH_VERSION" $((4294967296))\n');
    // On both: they are to have the same files.
    await both((phone) => phone.push([{ path: script, content }]));
    for (const command of ['echo "$KSH_VERSION" $((4294967296))', `sh ${script}`]) {
      expect(await android.read(command)).toMatch(/^@\(#\)MIRBSD KSH R\d+ .* 0\n$/);
    }
    expect(await android.read('ls --help')).toMatch(/^Toybox 0\.\d/);
    // The value of before is kept where nothing can be read.
    expect(await android.read('a=old; read a < /sys/none; echo "$a"')).toBe('old\n');
  });

  it('is the same phone to the farm', async () => {
    const [plain, android] = await both((phone) => readIdentity(phone));
    expect(android).toEqual({ ...plain, bootId: expect.any(String) as string });
  });

  it.each([
    'unreadable-ceiling',
    'unreadable-policy',
    'unreadable-cpufreq',
    'cores-offline',
    'lying-df',
    'no-battery',
  ])('is in the same condition to the farm, with %s too', async (fault) => {
    await Promise.all(phones.map((phone) => phone.strike(fault)));
    const [plain, android] = await both((phone) => takeSnapshot(phone, never));
    await Promise.all(phones.map((phone) => phone.clear()));
    expect(withoutLoad(android)).toEqual(withoutLoad(plain));
  });

  it('tells no clock that cannot be read, though its shell keeps that of the cores before', async () => {
    const [, android] = phones;
    await android.strike('unreadable-ceiling', 4);
    const { clocks } = await takeSnapshot(shells[1], never);
    await android.clear();
    const ceilings = clocks.map(({ policy, maxKhz }) => [policy, maxKhz !== undefined]);
    expect(Object.fromEntries(ceilings)).toEqual({ policy0: true, policy4: false, policy7: true });
  });

  it('takes a tool and runs it as the other does, exit status, output and clocks included', async () => {
    const content = Buffer.from('#!/bin/sh\necho "ran with $*"\necho "${none}." >&2\nexit 3\n');
    const binary = { sha256: sha256Hex(content), content: () => Promise.resolve(content) };
    const outputs = await both(async (phone) => {
      await sweepRuns(phone, never);
      const { path } = await stageBinary(phone, binary, never);
      expect(await sha256OnPhone(phone, [path, '/data/none'], never)).toEqual(
        new Map([[path, binary.sha256]]),
      );
      const words = ['taskset', '80', path, '--graph=a b'];
      const run = { runId: 'run', words, files: [path], deadlineMs: 60_000, signal: never };
      const { exitCode, stdout, stderr } = await runTool(phone, run);
      await sweepRuns(phone, never);
      return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
    });
    expect(outputs[0]).toEqual({ exitCode: 3, stdout: 'ran with --graph=a b\n', stderr: '.\n' });
    expect(outputs[1]).toEqual(outputs[0]);
  });
});
