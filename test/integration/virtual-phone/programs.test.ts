import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { awaitReadyLine, spawnEntry } from '../../../src/platform/index.js';
import {
  encodeHeader,
  makePacket,
  versionWithoutSums,
} from '../../../src/virtual-phone/adb-protocol/packet.js';
import { commandLineOf } from '../../../src/virtual-phone/phone/processes.js';
import { eventually } from '../../support/eventually.js';

const profile = fileURLToPath(new URL('../../../configs/virtual-phones/virtual-slow.yaml', import.meta.url));
const ready = z.looseObject({ event: z.literal('ready'), serial: z.string(), port: z.number() });

let directory: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'virtual-phone-program-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

function start(entry: string, ...args: string[]): ChildProcess {
  const child = spawnEntry(entry, args);
  children.push(child);
  return child;
}

async function startPhone(): Promise<{ child: ChildProcess; port: number; root: string }> {
  const root = join(directory, 'a root with spaces');
  const child = start('virtual-phone/main', '--profile', profile, '--serial', 'PROGRAM1', '--root', root);
  const { port, serial } = await awaitReadyLine(child, ready);
  expect(serial).toBe('PROGRAM1');
  return { child, port, root };
}

describe('the program of the phone', () => {
  it('ends cleanly on SIGTERM, with what runs on it', async () => {
    const { child, port, root } = await startPhone();
    const socket = connect(port, '127.0.0.1');
    const send = (...packets: Parameters<typeof makePacket>[]) => {
      for (const parts of packets) {
        const packet = makePacket(...parts);
        socket.write(Buffer.concat([encodeHeader(packet, versionWithoutSums), packet.payload]));
      }
    };
    const command = 'cd /data/local/tmp && echo $$ > pid && exec sleep 60\0';
    send(
      ['connect', versionWithoutSums, 4096, Buffer.from('host::\0')],
      ['open', 1, 0, Buffer.from(`shell,v2,raw:${command}`)],
    );
    const pidFile = join(root, 'data/local/tmp/pid');
    const processId = await eventually(() => {
      const written = readFileSync(pidFile, 'utf8').trim();
      expect(written).toMatch(/^\d+$/);
      return written;
    });
    child.kill('SIGTERM');
    const [status] = (await once(child, 'exit')) as [number | null];
    expect(status).toBe(0);
    // Where nobody collects orphans, one that was killed stays as a zombie without a command line.
    await eventually(() => expect(commandLineOf(Number(processId))).toEqual([]));
    socket.destroy();
  });

  it('lives on when a client sends it nonsense', async () => {
    const { port } = await startPhone();
    const hostile = connect(port, '127.0.0.1');
    hostile.write(Buffer.alloc(100, 0xff));
    await once(hostile, 'close');
    const polite = connect(port, '127.0.0.1');
    polite.write(encodeHeader(makePacket('connect', versionWithoutSums, 4096), versionWithoutSums));
    const [answer] = (await once(polite, 'data')) as [Buffer];
    expect(answer.toString('latin1', 0, 4)).toBe('CNXN');
    polite.destroy();
  });

  it('refuses a broken profile with its line and exit status 2, before it makes anything', async () => {
    const [broken, root] = [join(directory, 'broken.yaml'), join(directory, 'phone')];
    writeFileSync(broken, 'properties: {}\nclusters: []\n');
    const child = start('virtual-phone/main', '--profile', broken, '--serial', 'S', '--root', root);
    const exit = once(child, 'exit') as Promise<[number]>;
    expect(await text(child.stderr as NodeJS.ReadableStream)).toMatch(/broken\.yaml:2: clusters: /);
    expect((await exit)[0]).toBe(2);
    expect(existsSync(root)).toBe(false);
  });
});

describe('the program of the adb server', () => {
  it('refuses an address that is none with exit status 2', async () => {
    const child = start('virtual-phone/adb-server/main', '--phone', 'nowhere');
    const exit = once(child, 'exit') as Promise<[number]>;
    expect(await text(child.stderr as NodeJS.ReadableStream)).toMatch(/--phone: expected HOST:PORT/);
    expect((await exit)[0]).toBe(2);
  });

  it('says FAIL to a request without a length, and serves the next client', async () => {
    const child = start('virtual-phone/adb-server/main', '--port', '0');
    const { port } = await awaitReadyLine(
      child,
      z.looseObject({ event: z.literal('ready'), port: z.number() }),
    );
    const ask = (request: string): Promise<string> => {
      const socket = connect(port, '127.0.0.1');
      socket.write(request);
      return text(socket);
    };
    expect(await ask('GET / HTTP/1.1')).toMatch(/^FAIL/);
    expect(await ask('000chost:version')).toBe('OKAY00040029');
    expect(await ask('0012host:transport-any')).toMatch(/^FAIL....no devices\/emulators found$/);
    expect(await ask('0009host:what')).toMatch(/^FAIL/);
  });
});
