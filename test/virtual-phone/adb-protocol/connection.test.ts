import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { expect, it, onTestFinished } from 'vitest';

import { AdbConnection } from '../../../src/virtual-phone/adb-protocol/connection.js';
import { encodeHeader, makePacket } from '../../../src/virtual-phone/adb-protocol/packet.js';

const ignore = { onHandshake: () => undefined, onOpen: () => undefined, onClose: () => undefined };
const openCommand = Buffer.from('OPEN');

it('hears what a phone wrote, and that it closed, in one packet burst with its acceptance', async () => {
  const server = createServer((socket: Socket) => {
    socket.once('data', (opened: Buffer) => {
      expect(opened.subarray(0, 4)).toEqual(openCommand);
      const theirs = opened.readUInt32LE(4);
      const packets = [
        makePacket('okay', 9, theirs),
        makePacket('write', 9, theirs, Buffer.from('stdout')),
        makePacket('write', 9, theirs, Buffer.from('exit code')),
        makePacket('close', 9, theirs),
      ];
      const bytes = packets.flatMap((packet) => [encodeHeader(packet, 0x01000001), packet.payload]);
      socket.write(Buffer.concat(bytes));
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const connection = new AdbConnection(connect((server.address() as AddressInfo).port, '127.0.0.1'), ignore);
  onTestFinished(() => connection.destroy());
  const stream = await connection.open('shell,v2,raw:exit 7');
  const heard: string[] = [];
  for await (const data of stream ?? []) heard.push(data.toString());
  expect(heard).toEqual(['stdout', 'exit code']);
});
