import { describe, expect, it } from 'vitest';
import { AdbStream } from '../../../src/virtual-phone/adb-protocol/adb-stream.js';
import { command, type Packet } from '../../../src/virtual-phone/adb-protocol/packet.js';

const localId = 3;
const remoteId = 9;

function openStream(maxPayloadBytes = 10) {
  const sent: Packet[] = [];
  const released: number[] = [];
  const stream = new AdbStream(
    {
      maxPayloadBytes: () => maxPayloadBytes,
      send: (packet) => void sent.push(packet),
      release: (id) => void released.push(id),
    },
    localId,
    remoteId,
  );
  const payloads = (): string[] =>
    sent.filter((packet) => packet.command === command.write).map(({ payload }) => payload.toString());
  const count = (name: keyof typeof command): number =>
    sent.filter((packet) => packet.command === command[name]).length;
  return { stream, payloads, count, released };
}

describe('a stream', () => {
  it('keeps one write unacknowledged, and joins what waits into packets of the allowed size', async () => {
    const { stream, payloads } = openStream(10);
    await stream.write(Buffer.from('abc'));
    await stream.write(Buffer.from('defgh'));
    await stream.write(Buffer.from('ijklmnop'));
    expect(payloads()).toEqual(['abc']);
    stream.acknowledged();
    expect(payloads()).toEqual(['abc', 'defghijklm']);
    stream.acknowledged();
    expect(payloads()).toEqual(['abc', 'defghijklm', 'nop']);
  });

  it('acknowledges a write when the next is asked for, not when it arrives', async () => {
    const { stream, count } = openStream();
    stream.receive(Buffer.from('x'));
    const chunks = stream[Symbol.asyncIterator]();
    await chunks.next();
    expect(count('okay')).toBe(0);
    void chunks.next();
    await Promise.resolve();
    expect(count('okay')).toBe(1);
  });

  it('takes what adbd writes and closes without waiting, in order, and no flood of it', async () => {
    const { stream } = openStream();
    const flood = Array.from({ length: 8 }, (_, index) => `more ${index}`);
    const taken = ['stdout', 'exit', ...flood].map((text) => stream.receive(Buffer.from(text)));
    expect(taken).toEqual([...Array<boolean>(8).fill(true), false, false]);
    stream.finish();
    const read: string[] = [];
    for await (const chunk of stream) read.push(chunk.toString());
    expect(read).toEqual(['stdout', 'exit', ...flood.slice(0, 6)]);
  });

  it('sends everything before it closes', async () => {
    const { stream, payloads, count, released } = openStream();
    await stream.write(Buffer.from('last'));
    stream.end();
    expect(count('close')).toBe(0);
    stream.acknowledged();
    expect(payloads()).toEqual(['last']);
    expect(count('close')).toBe(1);
    expect(released).toEqual([localId]);
  });

  it('makes a writer wait while much waits to be sent, and lets it go when the peer closes', async () => {
    const { stream } = openStream(1024);
    let resumed = false;
    const writing = stream.write(Buffer.alloc(2 * 1024 * 1024)).then(() => (resumed = true));
    await Promise.resolve();
    expect(resumed).toBe(false);
    stream.finish();
    await writing;
    expect(resumed).toBe(true);
  });

  it('gives its reader what had arrived before the peer closed, and then ends', async () => {
    const { stream } = openStream();
    stream.receive(Buffer.from('left'));
    stream.finish();
    const read: string[] = [];
    for await (const chunk of stream) read.push(chunk.toString());
    expect(read).toEqual(['left']);
  });
});
