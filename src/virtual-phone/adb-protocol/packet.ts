/**
 * The messages of ADB's transport: a header of six little-endian words and a payload.
 * AOSP packages/modules/adb/protocol.txt and adb.h (`amessage`).
 */
export const command = {
  connect: 0x4e584e43,
  authenticate: 0x48545541,
  open: 0x4e45504f,
  okay: 0x59414b4f,
  write: 0x45545257,
  close: 0x45534c43,
} as const;

export interface Packet {
  readonly command: number;
  readonly arg0: number;
  readonly arg1: number;
  readonly payload: Buffer;
}

/** Peers of this version and later do not check sums (adb.h, A_VERSION_SKIP_CHECKSUM). */
export const versionWithoutSums = 0x01000001;
/** Largest payload that either side may send (adb.h, MAX_PAYLOAD). */
export const maxPayloadBytes = 1024 * 1024;
export const headerBytes = 24;

const noPayload = Buffer.alloc(0);

/** Sum of all bytes, which peers before {@link versionWithoutSums} check. */
function sumOfBytes(payload: Buffer): number {
  let sum = 0;
  for (const byte of payload) sum = (sum + byte) >>> 0;
  return sum;
}

/** The header of a packet; its payload follows it on the wire. */
export function encodeHeader(packet: Packet, peerVersion: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  const sum = peerVersion < versionWithoutSums ? sumOfBytes(packet.payload) : 0;
  const words = [packet.command, packet.arg0, packet.arg1, packet.payload.length, sum, ~packet.command];
  words.forEach((word, index) => header.writeUInt32LE(word >>> 0, 4 * index));
  return header;
}

export function makePacket(
  name: keyof typeof command,
  arg0: number,
  arg1: number,
  payload: Buffer = noPayload,
): Packet {
  return { command: command[name], arg0, arg1, payload };
}
