import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../src/platform/index.js';
import { SshSession } from '../../../../src/worker/hosts/index.js';
import { startTestSshd, type TestSshdOptions } from '../../../support/sshd.js';
import { describeWith } from '../../../support/system-packages.js';

async function sessionOn(options: TestSshdOptions) {
  const sshd = await startTestSshd(options);
  onTestFinished(() => sshd.stop());
  const session = await SshSession.connect(sshd.target, systemClock);
  onTestFinished(() => session.close());
  return { sshd, session };
}

const script = [
  `it='a "b" ü \\n !x % $HOME'`,
  'printf "%s|" "$it"; cat',
  'for i in 1 2; do echo "$i" >&2; done',
  'exit 7',
].join('\n');
const answer = { code: 7, stdout: `a "b" ü \\n !x % $HOME|from stdin`, stderr: '1\n2' };

describeWith('sshd', 'a worker host', () => {
  for (const loginShell of ['fish', 'tcsh', 'zsh'] as const) {
    describeWith(loginShell, `whose login shell is ${loginShell}`, () => {
      it('runs scripts of sh as they are, with their input', async () => {
        const { session } = await sessionOn({ loginShell });
        expect(await session.run(script, { stdin: 'from stdin' })).toEqual(answer);
      });
    });
  }

  it('that greets whoever logs in is told apart from its greeting, and takes files', async () => {
    const { sshd, session } = await sessionOn({ greeting: 'Welcome to the lab' });
    expect(await session.run(script, { stdin: 'from stdin' })).toEqual(answer);
    const file = join(sshd.directory, 'file');
    await writeFile(file, Buffer.alloc(300_000, 'a\0b'));
    await session.upload(file, 'copied file');
    expect(await session.check('cksum < "copied file"')).toBe(await session.check(`cksum < ${file}`));
  });

  it('whose user may not log in is refused with what it says, before anything is started', async () => {
    const { session } = await sessionOn({ loginShell: 'false', greeting: 'This account is not available.' });
    await expect(session.run('echo started > started')).rejects.toMatchObject({
      code: 'HOST_UNFIT',
      message: expect.stringContaining('This account is not available.') as string,
    });
  });
});
