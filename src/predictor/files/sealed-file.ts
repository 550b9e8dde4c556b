import { createHash } from 'node:crypto';

import { PredictorError } from '../errors.js';

/** What distinguishes one kind of file from another. */
export interface SealedFormat {
  /** Four letters at the beginning. */
  readonly magic: string;
  /** The latest version that this program writes and reads. */
  readonly version: number;
  /** What messages call the file, e.g. `predictor`. */
  readonly noun: string;
}

/** A JSON header, and bytes that it says the places of. */
export interface SealedContent {
  readonly header: unknown;
  readonly body: Buffer;
}

const preambleBytes = 44;
/** Headers hold names and metrics, and are far below this. */
const maxHeaderBytes = 16 * 1024 * 1024;

/**
 * A file under a seal: the format's magic, then little-endian a uint32 format version, a uint32 header length, the SHA-256 (32 bytes)
 * of all that follows; the header as UTF-8 JSON; zero bytes up to a multiple of 8; the body. The same content gives the same bytes.
 */
export function sealFile({ magic, version }: SealedFormat, { header, body }: SealedContent): Uint8Array {
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const bodyBegins = roundUpTo8(preambleBytes + text.length);
  const file = Buffer.alloc(bodyBegins + body.length);
  file.write(magic, 'latin1');
  file.writeUInt32LE(version, 4);
  file.writeUInt32LE(text.length, 8);
  text.copy(file, preambleBytes);
  body.copy(file, bodyBegins);
  digestOf(file).copy(file, 12);
  return new Uint8Array(file.buffer, file.byteOffset, file.length);
}

/**
 * Reads what {@link sealFile} wrote. Throws PREDICTOR_FORMAT_UNSUPPORTED for a newer version and PREDICTOR_FILE_INVALID for a file that
 * is not of the format, is truncated or was altered.
 */
export function openSealedFile(format: SealedFormat, bytes: Uint8Array): SealedContent {
  const { magic, noun } = format;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < preambleBytes || file.toString('latin1', 0, 4) !== magic)
    throw damagedFile(format, 'it does not begin like one');
  const version = file.readUInt32LE(4);
  if (version > format.version) {
    throw new PredictorError(
      'PREDICTOR_FORMAT_UNSUPPORTED',
      `The ${noun} has format ${version}; this version reads up to ${format.version}.`,
      { details: { version } },
    );
  }
  const headerLength = file.readUInt32LE(8);
  if (headerLength > maxHeaderBytes || preambleBytes + headerLength > file.length)
    throw damagedFile(format, 'it is truncated');
  if (!digestOf(file).equals(file.subarray(12, preambleBytes)))
    throw damagedFile(format, 'its checksum does not match');
  return {
    header: parseHeader(format, file.toString('utf8', preambleBytes, preambleBytes + headerLength)),
    body: file.subarray(roundUpTo8(preambleBytes + headerLength)),
  };
}

/** The error for a file that cannot be used. */
export function damagedFile({ noun }: SealedFormat, reason: string): PredictorError {
  return new PredictorError('PREDICTOR_FILE_INVALID', `The ${noun} file cannot be used: ${reason}.`);
}

export function roundUpTo8(bytes: number): number {
  return 8 * Math.ceil(bytes / 8);
}

/** SHA-256 of a file's version, header length and everything after the digest itself. */
function digestOf(file: Buffer): Buffer {
  return createHash('sha256').update(file.subarray(4, 12)).update(file.subarray(preambleBytes)).digest();
}

function parseHeader(format: SealedFormat, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw damagedFile(format, 'its header is not JSON');
  }
}
