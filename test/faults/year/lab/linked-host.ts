import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';

import { z } from 'zod';

import { packageFile } from '../../../../src/cli/package-files.js';
import { awaitReadyLine, spawnEntry, terminate } from '../../../../src/platform/index.js';
import { sshAddress } from '../../../../src/worker/index.js';
import { startTestSshd } from '../../../support/sshd.js';
import type { TestSshd } from '../../../support/sshd.js';
import { KeptProcess } from './kept-process.js';
import type { KeptProcessOptions } from './kept-process.js';

/** A host with nothing but adb: a worker of this machine measures its phones through a tunnel to its adb server. */
export interface LinkedHost {
  readonly sshd: TestSshd;
  /** `farm hosts run`, which keeps the link and has the worker in it. */
  readonly links: KeptProcess;
  stop(): Promise<void>;
}

const ready = z.looseObject({ event: z.literal('ready'), port: z.number() });

/**
 * Starts an SSH server, and behind it the small adb server, which looks for phones that are gone as a cable would: Debian's leaves those
 * over TCP to whoever connects to them.
 */
export async function startLinkedHost(
  phoneAddresses: readonly string[],
  { cwd, env, clock }: Pick<KeptProcessOptions, 'cwd' | 'env' | 'clock'>,
): Promise<LinkedHost> {
  const adb = spawnEntry('virtual-phone/adb-server/main', [
    '--port',
    '0',
    ...phoneAddresses.flatMap((address) => ['--phone', address]),
  ]);
  const [{ port }, sshd] = await Promise.all([awaitReadyLine(adb, ready), startTestSshd()]);
  const { target } = sshd;
  const identity = ['--key', target.keyPath, '--pin', target.hostKeyPin, '--name', 'linked'];
  const ofHost = ['--adb-only', '--adb-port', String(port), '--fleet', 'fleet.yaml'];
  const add = [packageFile('dist/cli/main.js'), 'hosts', 'add', sshAddress(target), ...identity, ...ofHost];
  await promisify(execFile)(process.execPath, add, { cwd, env: { ...process.env, ...env } });
  const links = await KeptProcess.start({ name: 'links', args: ['hosts', 'run'], cwd, env, clock });
  return { sshd, links, stop: () => stop(links, adb, sshd) };
}

async function stop(links: KeptProcess, adb: ChildProcess, sshd: TestSshd): Promise<void> {
  await links.stop();
  await Promise.all([terminate(adb), sshd.stop()]);
}
