import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { runCommand, terminate } from '../../src/platform/process/index.js';
import { freePort } from '../../src/platform/services/index.js';
import { hostKeyFingerprint } from '../../src/worker/hosts/ssh/host-key.js';
import type { SshTarget } from '../../src/worker/hosts/index.js';
import { eventually } from './eventually.js';
import { findProgram } from './system-packages.js';

/** A real OpenSSH server of one test file, on loopback, with keys and a home directory of its own. */
export interface TestSshd {
  readonly target: SshTarget;
  /** Stands for the home directory of the user on the host. */
  readonly homeDirectory: string;
  readonly directory: string;
  /** Process ids of the open connections. */
  connections(): Promise<number[]>;
  /** Ends all connections as a broken cable does; the server goes on. */
  dropConnections(): Promise<void>;
  /** Ends the server and its connections; {@link restart} brings it back. */
  end(): Promise<void>;
  stop(): Promise<void>;
  /** Starts again where it was, as after a restart of the host. */
  restart(): Promise<void>;
}

export interface TestSshdOptions {
  /** What stands for the login shell: handed each command as the text behind `-c`. */
  readonly loginShell?: string;
  /** What the login shell prints before anything else. */
  readonly greeting?: string;
}

export async function startTestSshd(options: TestSshdOptions = {}): Promise<TestSshd> {
  const program = findProgram('sshd');
  if (program === undefined) throw new Error('sshd is not installed.');
  const directory = await mkdtemp(join(tmpdir(), 'farm-sshd-'));
  const homeDirectory = join(directory, 'home');
  await mkdir(homeDirectory);
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 }).catch(() => undefined);
  for (const key of ['host', 'client']) {
    await runCommand('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(directory, key)]);
  }
  const port = await freePort();
  const configuration = join(directory, 'sshd_config');
  await writeFile(configuration, settings(directory, homeDirectory, port, options));
  const [, hostKey = ''] = (await readFile(join(directory, 'host.pub'), 'utf8')).split(' ');
  let server = await launch(program, configuration, port);
  const connections = () => childrenOf(server);
  return {
    directory,
    homeDirectory,
    target: {
      user: userInfo().username,
      host: '127.0.0.1',
      port,
      keyPath: join(directory, 'client'),
      hostKeyPin: hostKeyFingerprint(Buffer.from(hostKey, 'base64')),
    },
    connections,
    dropConnections: async () => {
      for (const pid of await connections()) process.kill(pid, 'SIGKILL');
    },
    end: () => endServer(server),
    stop: async () => {
      await endServer(server);
      await rm(directory, { recursive: true, force: true });
    },
    restart: async () => {
      await endServer(server);
      server = await launch(program, configuration, port);
    },
  };
}

function settings(
  directory: string,
  homeDirectory: string,
  port: number,
  { loginShell, greeting }: TestSshdOptions,
): string {
  const greeted = greeting === undefined ? '' : `echo ${greeting}; printf '> '; `;
  const command = loginShell === undefined ? 'eval' : `exec ${loginShell} -c`;
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(directory, 'host')}`,
    `AuthorizedKeysFile ${join(directory, 'client.pub')}`,
    `PidFile ${join(directory, 'pid')}`,
    'StrictModes no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    'UsePAM no',
    'Subsystem sftp /usr/lib/openssh/sftp-server',
    `ForceCommand ${greeted}cd ${homeDirectory} && ${command} "$SSH_ORIGINAL_COMMAND"`,
    '',
  ].join('\n');
}

async function launch(program: string, configuration: string, port: number): Promise<ChildProcess> {
  const server = spawn(program, ['-D', '-e', '-f', configuration], { stdio: 'ignore' });
  await eventually(() => canConnect(port));
  return server;
}

function canConnect(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });
}

async function endServer(server: ChildProcess): Promise<void> {
  for (const pid of await childrenOf(server)) killIfThere(pid);
  await terminate(server);
}

/** A session may end by itself between being listed and being killed. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function childrenOf(server: ChildProcess): Promise<number[]> {
  const path = `/proc/${server.pid ?? 0}/task/${server.pid ?? 0}/children`;
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}
