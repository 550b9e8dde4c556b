import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeHeader,
  makePacket,
  maxPayloadBytes,
  type Packet,
} from '../../../src/virtual-phone/adb-protocol/packet.js';
import { PacketError, PacketParser } from '../../../src/virtual-phone/adb-protocol/packet-parser.js';

const peerVersion = 0x01000001;
const packets = fc.array(
  fc
    .tuple(
      fc.constantFrom('connect', 'authenticate', 'open', 'okay', 'write', 'close'),
      fc.nat(0xffffffff),
      fc.nat(0xffffffff),
      fc.uint8Array({ maxLength: 300 }),
    )
    .map(([name, arg0, arg1, payload]) => makePacket(name as 'open', arg0, arg1, Buffer.from(payload))),
  { maxLength: 8 },
);

function encode(packet: Packet): Buffer {
  return Buffer.concat([encodeHeader(packet, peerVersion), packet.payload]);
}

function parse(chunks: readonly Buffer[]): Packet[] {
  const parser = new PacketParser();
  return chunks.flatMap((chunk) => [...parser.feed(chunk)]);
}

describe('the packet parser', () => {
  it('reads back what was written, byte by byte', () => {
    fc.assert(
      fc.property(packets, (written) => {
        const bytes = Buffer.concat(written.map(encode));
        const read = parse([...bytes].map((byte) => Buffer.from([byte])));
        expect(read).toEqual(written);
      }),
    );
  });

  it('reads the same however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(packets, fc.array(fc.nat(2000)), (written, cuts) => {
        const bytes = Buffer.concat(written.map(encode));
        const places = [0, ...cuts.filter((cut) => cut <= bytes.length), bytes.length].sort((a, b) => a - b);
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        expect(parse(chunks)).toEqual(written);
      }),
    );
  });

  it('refuses a payload longer than ADB allows before any of it has arrived', () => {
    const header = encodeHeader(makePacket('write', 1, 1), peerVersion);
    header.writeUInt32LE(maxPayloadBytes + 1, 12);
    expect(() => parse([header])).toThrow(PacketError);
  });

  it('refuses a header whose check word does not fit its command', () => {
    const header = encodeHeader(makePacket('open', 1, 0), peerVersion);
    header[20] = (header[20] ?? 0) ^ 1;
    expect(() => parse([header])).toThrow(PacketError);
  });

  it('throws nothing but packet errors, whatever arrives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          parse([Buffer.from(noise)]);
        } catch (error) {
          expect(error).toBeInstanceOf(PacketError);
        }
      }),
    );
  });
});

describe('a header for an old peer', () => {
  it('holds the sum of the payload, which such peers check', () => {
    const packet = makePacket('write', 1, 2, Buffer.from([250, 10, 1]));
    expect(encodeHeader(packet, 0x01000000).readUInt32LE(16)).toBe(261);
    expect(encodeHeader(packet, peerVersion).readUInt32LE(16)).toBe(0);
  });
});
