import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { awaitReadyLine, spawnEntry, systemClock, terminate } from '../../src/platform/index.js';
import { freePort } from '../../src/platform/services/index.js';
import { AdbPhone, AdbServer } from '../../src/worker/adb/index.js';
import { eventually } from './eventually.js';
import { findProgram } from './system-packages.js';

const phoneReady = z.looseObject({ event: z.literal('ready'), serial: z.string(), port: z.number() });

/** A phone over TCP, whoever made it. */
export interface ReachablePhone {
  readonly serial: string;
  readonly address: { readonly host: string; readonly port: number };
  readonly adbSerial: string;
}

/** A running virtual phone. */
export interface TestPhone extends ReachablePhone {
  /** Where the phone's files lie on this machine. */
  readonly root: string;
  /** Makes something go wrong, as docs/reference/virtual-phone-control.md lists. */
  strike(name: string, parameter?: number): Promise<void>;
  clear(name?: string): Promise<void>;
  stop(): Promise<void>;
}

export interface TestPhoneOptions {
  readonly serial?: string;
  /** Name of a file in configs/virtual-phones. */
  readonly profile?: string;
  readonly faults?: readonly string[];
  /** A folder with the phone's shell and tools. */
  readonly programs?: string;
}

/** Starts a virtual phone in a process and a folder of its own. */
export async function startTestPhone(options: TestPhoneOptions = {}): Promise<TestPhone> {
  const {
    serial = `TEST${randomUUID().slice(0, 8)}`,
    profile = 'virtual-fast',
    faults = [],
    programs,
  } = options;
  const root = await mkdtemp(join(tmpdir(), 'farm-phone-'));
  const profilePath = fileURLToPath(new URL(`../../configs/virtual-phones/${profile}.yaml`, import.meta.url));
  const child = spawnEntry('virtual-phone/main', [
    ...['--profile', profilePath, '--serial', serial, '--root', root, '--port', '0'],
    ...(programs === undefined ? [] : ['--programs', programs]),
    ...faults.flatMap((fault) => ['--fault', fault]),
  ]);
  const { port } = await awaitReadyLine(child, phoneReady);
  const order = async (command: object) => {
    const answer = nextAnswer(child);
    child.send(command);
    await answer;
  };
  return {
    serial,
    root,
    address: { host: '127.0.0.1', port },
    adbSerial: `127.0.0.1:${port}`,
    strike: (name, parameter) =>
      order({ command: 'fault', name, ...(parameter === undefined ? {} : { parameter }) }),
    clear: (name) => order({ command: 'clear', ...(name === undefined ? {} : { name }) }),
    async stop() {
      await terminate(child);
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function nextAnswer({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error('the phone has no output');
  const lines = createInterface({ input: stdout });
  try {
    for await (const line of lines) {
      const { event, message } = JSON.parse(line) as { event: string; message?: string };
      if (event === 'refused') throw new Error(message);
      if (event === 'done') return;
    }
    throw new Error('the phone ended');
  } finally {
    lines.close();
  }
}

/** An adb server for one test file. */
export interface TestAdbServer {
  readonly endpoint: { readonly host: string; readonly port: number };
  readonly server: AdbServer;
  /** Connects a phone and waits until the server lists it as usable. */
  attach(phone: ReachablePhone): Promise<AdbPhone>;
  /** Ends the server as a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Debian's adb server on a free port. Use it below `describeWith('adb', …)`. */
export async function startTestAdbServer(port?: number): Promise<TestAdbServer> {
  const program = findProgram('adb');
  if (program === undefined) throw new Error('adb is not installed.');
  const endpoint = { host: '127.0.0.1', port: port ?? (await freePort()) };
  const home = await mkdtemp(join(tmpdir(), 'farm-adb-'));
  const child = spawn(program, ['-L', `tcp:${endpoint.port}`, 'nodaemon', 'server'], {
    stdio: 'ignore',
    env: { ...process.env, HOME: home, ADB_MDNS_AUTO_CONNECT: '0' },
  });
  const server = await answering(endpoint);
  const stop = async () => {
    await terminate(child);
    await rm(home, { recursive: true, force: true });
  };
  return adbServerOf(endpoint, server, child, stop);
}

/** Starts the program's own small endpoint, which stands in for an adb server where there is none. */
export async function startSmallAdbServer(): Promise<TestAdbServer> {
  const child = spawnEntry('virtual-phone/adb-server/main', ['--port', '0']);
  const { port } = await awaitReadyLine(
    child,
    z.looseObject({ event: z.literal('ready'), port: z.number() }),
  );
  const endpoint = { host: '127.0.0.1', port };
  const stop = async () => {
    await terminate(child);
  };
  return adbServerOf(endpoint, await answering(endpoint), child, stop);
}

async function answering(endpoint: TestAdbServer['endpoint']): Promise<AdbServer> {
  const server = new AdbServer(endpoint, systemClock);
  await eventually(() => server.version());
  return server;
}

function adbServerOf(
  endpoint: TestAdbServer['endpoint'],
  server: AdbServer,
  child: ChildProcess,
  stop: () => Promise<void>,
): TestAdbServer {
  return {
    endpoint,
    server,
    stop,
    async attach(phone) {
      await server.connect(phone.address);
      const adb = new AdbPhone(server, phone.adbSerial);
      await eventually(async () => {
        if (!(await adb.isAlive())) throw new Error(`${phone.adbSerial} does not answer`);
      });
      return adb;
    },
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
