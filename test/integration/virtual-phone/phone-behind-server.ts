import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { expect } from 'vitest';
import { awaitReadyLine, spawnEntry, terminate } from '../../../src/platform/index.js';
import { freePort } from '../../../src/platform/services/index.js';
import { eventually, patienceMs } from '../../support/eventually.js';
import { startTestPhone, type TestPhone } from '../../support/phone-farm.js';
import { findProgram } from '../../support/system-packages.js';

/** What a command of the `adb` client printed, and its exit status. */
export interface AdbResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What was said, on whichever stream: the client's versions differ. */
export const said = ({ stdout, stderr }: AdbResult): string => stdout + stderr;

export type Adb = (...args: string[]) => Promise<AdbResult>;

/** Runs Debian's `adb` client against the server on `port`. */
function adbClient(port: number): Adb {
  return (...args) =>
    new Promise((resolve) => {
      const options = { timeout: patienceMs, env: { ...process.env, ANDROID_ADB_SERVER_PORT: String(port) } };
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

/** The servers through which Debian's client reaches phones in these tests. */
export const servers = [
  ["Debian's adb server", startDebianServer],
  ['the small adb server', startOwnServer],
] as const;

/** A phone, a server that it is connected to, and the `adb` client. */
export interface PhoneBehindServer {
  readonly adb: Adb;
  readonly phone: TestPhone;
  /** A directory for files of this test, on this machine. */
  readonly directory: string;
  /** The client, for this phone. */
  readonly onPhone: Adb;
  readonly shell: (commandText: string) => Promise<AdbResult>;
  /** Has the server connect anew: left to itself, Debian's tries again after ten seconds only. */
  readonly attach: () => Promise<void>;
  /** Waits until the phone answers again. */
  readonly reachable: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startPhoneBehind(startServer: () => Promise<Server>): Promise<PhoneBehindServer> {
  const directory = mkdtempSync(join(tmpdir(), 'phone-over-adb-'));
  const [server, phone] = await Promise.all([startServer(), startTestPhone()]);
  const adb = adbClient(server.port);
  const onPhone: Adb = (...args) => adb('-s', phone.adbSerial, ...args);
  const shell = (commandText: string) => onPhone('shell', commandText);
  const attach = async () => {
    await adb('disconnect', phone.adbSerial);
    await adb('connect', phone.adbSerial);
  };
  const reachable = async () => {
    await eventually(async () => {
      await attach();
      expect((await shell('echo here')).stdout).toBe('here\n');
    });
  };
  const stop = async () => {
    await Promise.all([terminate(server.process), phone.stop()]);
    rmSync(directory, { recursive: true });
  };
  await reachable();
  return { adb, phone, directory, onPhone, shell, attach, reachable, stop };
}
