import type { BigIntStats } from 'node:fs';

/** Replies of the sync service (AOSP file_sync_protocol.h): four letters and little-endian numbers. */

function reply(id: string, ...words: number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * words.length);
  bytes.write(id, 0, 'latin1');
  words.forEach((word, index) => bytes.writeUInt32LE(word >>> 0, 4 + 4 * index));
  return bytes;
}

export function fail(message: string): Buffer {
  return Buffer.concat([reply('FAIL', Buffer.byteLength(message)), Buffer.from(message)]);
}

export const okay = (): Buffer => reply('OKAY', 0);
export const data = (bytes: Buffer): Buffer => Buffer.concat([reply('DATA', bytes.length), bytes]);
export const endOfData = (): Buffer => reply('DONE', 0);

const seconds = (milliseconds: bigint): number => Number(milliseconds / 1000n);

/** `sync_stat_v1`: all zero for what is not there. */
export function statV1(stats: BigIntStats | undefined): Buffer {
  if (stats === undefined) return reply('STAT', 0, 0, 0);
  return reply('STAT', Number(stats.mode), Number(stats.size & 0xffffffffn), seconds(stats.mtimeMs));
}

/** Linux's number of an error that the file system answered with (errno.h); ENOENT for all others. */
export function errorNumber(code: string | undefined): number {
  return code === 'EACCES' ? 13 : code === 'ENOTDIR' ? 20 : 2;
}
const statV2Bytes = 68;
/** What shell users own: `AID_SHELL` (AOSP android_filesystem_config.h). */
const shellUser = 2000;

/** The body of `sync_stat_v2`, 68 bytes behind the id. */
function statV2Body(stats: BigIntStats | undefined, error: number): Buffer {
  const body = Buffer.alloc(statV2Bytes);
  body.writeUInt32LE(error, 0);
  if (stats === undefined) return body;
  body.writeBigUInt64LE(stats.dev, 4);
  body.writeBigUInt64LE(stats.ino, 12);
  body.writeUInt32LE(Number(stats.mode), 20);
  body.writeUInt32LE(Number(stats.nlink), 24);
  body.writeUInt32LE(shellUser, 28);
  body.writeUInt32LE(shellUser, 32);
  body.writeBigUInt64LE(stats.size, 36);
  body.writeBigInt64LE(stats.atimeMs / 1000n, 44);
  body.writeBigInt64LE(stats.mtimeMs / 1000n, 52);
  body.writeBigInt64LE(stats.ctimeMs / 1000n, 60);
  return body;
}

export function statV2(id: 'STA2' | 'LST2', stats: BigIntStats | undefined, error = 0): Buffer {
  return Buffer.concat([Buffer.from(id), statV2Body(stats, error)]);
}

/** One entry of a directory, in the layout of `LIST` or of `LIS2`. */
export function directoryEntry(version: 1 | 2, name: string, stats: BigIntStats): Buffer {
  const nameBytes = Buffer.from(name);
  if (version === 1) {
    const words = [
      Number(stats.mode),
      Number(stats.size & 0xffffffffn),
      seconds(stats.mtimeMs),
      nameBytes.length,
    ];
    return Buffer.concat([reply('DENT', ...words), nameBytes]);
  }
  const length = Buffer.alloc(4);
  length.writeUInt32LE(nameBytes.length);
  return Buffer.concat([Buffer.from('DNT2'), statV2Body(stats, 0), length, nameBytes]);
}

/** The end of a directory has the shape of an entry: 16 bytes behind the id, or 72. */
export function endOfDirectory(version: 1 | 2): Buffer {
  return Buffer.concat([Buffer.from('DONE'), Buffer.alloc(version === 1 ? 16 : 72)]);
}
