import { ByteQueue } from './byte-queue.js';
import { headerBytes, maxPayloadBytes, type Packet } from './packet.js';

/** Thrown for bytes that are no ADB packet: the connection that sent them cannot be read any further. */
export class PacketError extends Error {}

/** Cuts a byte stream into packets, however it arrives. Never holds more than one packet of the largest size. */
export class PacketParser {
  private readonly bytes = new ByteQueue();
  private header: Buffer | undefined;

  /**
   * The packets that `chunk` completes.
   *
   * @throws PacketError when a header's check word does not fit its command, or its payload is longer than allowed.
   */
  *feed(chunk: Buffer): Generator<Packet> {
    this.bytes.push(chunk);
    for (;;) {
      this.header ??= this.bytes.take(headerBytes);
      if (this.header === undefined) return;
      const length = checkedPayloadLength(this.header);
      const payload = this.bytes.take(length);
      if (payload === undefined) return;
      const header = this.header;
      this.header = undefined;
      yield {
        command: header.readUInt32LE(0),
        arg0: header.readUInt32LE(4),
        arg1: header.readUInt32LE(8),
        payload,
      };
    }
  }
}

function checkedPayloadLength(header: Buffer): number {
  const word = header.readUInt32LE(0);
  if (~word >>> 0 !== header.readUInt32LE(20)) throw new PacketError('a header without its check word');
  const length = header.readUInt32LE(12);
  if (length > maxPayloadBytes) throw new PacketError(`a payload of ${length} bytes`);
  return length;
}
