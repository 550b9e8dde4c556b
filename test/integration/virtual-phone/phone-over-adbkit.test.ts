import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import adbkit, { type DeviceClient } from '@devicefarmer/adbkit';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awaitReadyLine, spawnEntry, terminate } from '../../../src/platform/index.js';
import { eventually } from '../../support/eventually.js';
import { startTestPhone, type TestPhone } from '../../support/phone-farm.js';

describe('the small adb server', () => {
  let phone: TestPhone;
  let server: ChildProcess;
  let port: number;
  let client: ReturnType<typeof adbkit.Adb.createClient>;
  let device: DeviceClient;

  beforeAll(async () => {
    phone = await startTestPhone();
    server = spawnEntry('virtual-phone/adb-server/main', ['--port', '0', '--phone', phone.adbSerial]);
    ({ port } = await awaitReadyLine(server, z.looseObject({ event: z.literal('ready'), port: z.number() })));
    client = adbkit.Adb.createClient({ port });
    device = client.getDevice(phone.adbSerial);
    await eventually(async () => expect((await client.listDevices())[0]?.type).toBe('device'));
  });
  afterAll(() => Promise.all([terminate(server), phone.stop()]));

  it('says which version of the protocol it speaks', async () => {
    expect(await client.version()).toBe(41);
  });

  it('runs a command on the phone', async () => {
    expect((await buffer(await device.shell('getprop ro.serialno'))).toString()).toBe(`${phone.serial}\n`);
  });

  it('pushes a file and pulls it', async () => {
    // adbkit sends a chunk as it is, and the protocol allows no more than 64 KiB at once.
    const chunks = Array.from({ length: 5 }, () => Buffer.alloc(50_000, 'model'));
    const content = Buffer.concat(chunks);
    const push = await device.push(Readable.from(chunks), '/data/local/tmp/pushed');
    await once(push, 'end');
    const pulled = await buffer(await device.pull('/data/local/tmp/pushed'));
    expect(pulled.equals(content)).toBe(true);
    expect((await device.stat('/data/local/tmp/pushed')).size).toBe(content.length);
  });

  it('closes a tracker whose client has closed its side', async () => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.write('0012host:track-devices');
    await once(socket, 'data');
    socket.resume();
    const closed = once(socket, 'close');
    socket.end();
    await closed;
  });

  it('connects and disconnects phones', async () => {
    const second = await startTestPhone();
    const { host, port } = second.address;
    expect(await client.connect(host, port)).toBe(second.adbSerial);
    expect(await client.listDevices()).toHaveLength(2);
    await client.disconnect(host, port);
    expect((await client.listDevices()).map(({ id }) => id)).toEqual([phone.adbSerial]);
    await second.stop();
  });

  it('does not connect to what is no phone', async () => {
    await expect(client.connect('127.0.0.1', Number(new URL('http://127.0.0.1:9').port))).rejects.toThrow(
      /failed to connect/,
    );
  });

  it('tells those who track phones of every change, and connects a lost phone again', async () => {
    const tracker = await client.trackDevices();
    const states: string[] = [];
    tracker.on('changeSet', ({ changed }: { changed: { type: string }[] }) => {
      states.push(...changed.map(({ type }) => type));
    });
    await phone.strike('unplug', 100);
    await eventually(() => expect(states).toEqual(['offline', 'device']));
    tracker.end();
    expect((await buffer(await device.shell('echo back'))).toString()).toBe('back\n');
  });

  it('says of a phone that it does not know that there is none', async () => {
    await expect(client.getDevice('nowhere:1').getState()).rejects.toThrow(/device 'nowhere:1' not found/);
  });
});
