import { createHash } from 'node:crypto';

import { PredictorError } from '../errors.js';
import type { ModelArray, ModelDocument } from '../../learning/model/model-document.js';

/**
 * A file of named arrays under a JSON header: 4 bytes "LFPR", then little-endian a uint32 format version, a uint32 header
 * length, the SHA-256 (32 bytes) of all that follows; the header as UTF-8 JSON; zero bytes up to a multiple of 8; the arrays end to
 * end, float64 or int32, each beginning at a multiple of 8. No code, and nothing that is not checked before it is used.
 */
const magic = 'LFPR';
const formatVersion = 1;
const preambleBytes = 44;
/** Headers hold names and metrics, and are far below this. */
const maxHeaderBytes = 16 * 1024 * 1024;
/** Models are made of models, but of few. */
const deepestNesting = 32;

/** Where an array lies, counted from the beginning of the arrays. */
interface ArrayPlace {
  readonly type: 'float64' | 'int32';
  readonly offset: number;
  readonly length: number;
}

interface StoredModel {
  readonly kind: string;
  readonly scalars: Readonly<Record<string, number | string>>;
  readonly arrays: Readonly<Record<string, ArrayPlace>>;
  readonly children: Readonly<Record<string, StoredModel>>;
}

/** What an artifact holds: facts about the model, as JSON, and the model. */
export interface Artifact {
  readonly facts: unknown;
  readonly model: ModelDocument;
}

/** Writes an artifact. The same artifact gives the same bytes. */
export function encodeArtifact(artifact: Artifact): Uint8Array {
  const arrays: ModelArray[] = [];
  let offset = 0;
  const place = (array: ModelArray): ArrayPlace => {
    const begin = offset;
    arrays.push(array);
    offset += roundUpTo8(array.byteLength);
    return { type: array instanceof Float64Array ? 'float64' : 'int32', offset: begin, length: array.length };
  };
  const model = storeModel(artifact.model, place);
  const header = Buffer.from(JSON.stringify({ facts: artifact.facts, model }), 'utf8');
  const arraysBegin = roundUpTo8(preambleBytes + header.length);
  const file = Buffer.alloc(arraysBegin + offset);
  file.write(magic, 'latin1');
  file.writeUInt32LE(formatVersion, 4);
  file.writeUInt32LE(header.length, 8);
  header.copy(file, preambleBytes);
  let begin = arraysBegin;
  for (const array of arrays) {
    writeArray(file, begin, array);
    begin += roundUpTo8(array.byteLength);
  }
  digestOf(file).copy(file, 12);
  return new Uint8Array(file.buffer, file.byteOffset, file.length);
}

/**
 * Reads an artifact. Throws PREDICTOR_FORMAT_UNSUPPORTED for a newer format and PREDICTOR_FILE_INVALID for a file that is not
 * one, is truncated, was altered, or whose arrays do not lie inside it.
 */
export function decodeArtifact(bytes: Uint8Array): Artifact {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < preambleBytes || file.toString('latin1', 0, 4) !== magic)
    throw damaged('it does not begin like one');
  const version = file.readUInt32LE(4);
  if (version > formatVersion) {
    throw new PredictorError(
      'PREDICTOR_FORMAT_UNSUPPORTED',
      `The predictor has format ${version}; this version reads up to ${formatVersion}.`,
      { details: { version } },
    );
  }
  const headerLength = file.readUInt32LE(8);
  if (headerLength > maxHeaderBytes || preambleBytes + headerLength > file.length)
    throw damaged('it is truncated');
  if (!digestOf(file).equals(file.subarray(12, preambleBytes))) throw damaged('its checksum does not match');
  const header = parseHeader(file.toString('utf8', preambleBytes, preambleBytes + headerLength));
  const arrays = file.subarray(roundUpTo8(preambleBytes + headerLength));
  return { facts: header.facts, model: restoreModel(header.model, new ArrayReader(arrays), 0) };
}

/** SHA-256 of a file's version, header length and everything after the digest itself. */
function digestOf(file: Buffer): Buffer {
  return createHash('sha256').update(file.subarray(4, 12)).update(file.subarray(preambleBytes)).digest();
}

function storeModel(model: ModelDocument, place: (array: ModelArray) => ArrayPlace): StoredModel {
  const { kind, scalars } = model;
  const arrays = Object.fromEntries(
    Object.entries(model.arrays).map(([name, array]) => [name, place(array)]),
  );
  const children = Object.fromEntries(
    Object.entries(model.children).map(([name, child]) => [name, storeModel(child, place)]),
  );
  return { kind, scalars, arrays, children };
}

function restoreModel(stored: StoredModel, file: ArrayReader, depth: number): ModelDocument {
  if (depth > deepestNesting) throw damaged('its models nest too deep');
  if (!isRecord(stored)) throw damaged('its header does not describe a model');
  const { kind, scalars } = stored;
  const document: ModelDocument = { kind, scalars, arrays: {}, children: {} };
  if (
    typeof kind !== 'string' ||
    !isRecord(scalars) ||
    !isRecord(stored.arrays) ||
    !isRecord(stored.children)
  ) {
    throw damaged('its header does not describe a model');
  }
  const arrays = Object.entries(stored.arrays).map(([name, place]) => [
    name,
    file.read(place, document, name),
  ]);
  const children = Object.entries(stored.children).map(([name, child]) => [
    name,
    restoreModel(child, file, depth + 1),
  ]);
  return {
    kind,
    scalars,
    arrays: Object.fromEntries(arrays) as Record<string, ModelArray>,
    children: Object.fromEntries(children) as Record<string, ModelDocument>,
  };
}

/** Reads arrays from the part of a file that holds them. All together are no longer than that part, for arrays lie end to end. */
class ArrayReader {
  private bytesLeft: number;

  constructor(private readonly file: Buffer) {
    this.bytesLeft = file.length;
  }

  read(place: ArrayPlace, document: ModelDocument, name: string): ModelArray {
    if (!isRecord(place)) throw damagedModel(document, `array ${name} has no place`);
    const { type, offset, length } = place as ArrayPlace;
    const width = type === 'float64' ? 8 : 4;
    const fits =
      ['float64', 'int32'].includes(type) &&
      Number.isSafeInteger(offset) &&
      Number.isSafeInteger(length) &&
      offset >= 0 &&
      length >= 0 &&
      offset + length * width <= this.file.length;
    if (!fits) throw damagedModel(document, `array ${name} lies outside the file`);
    this.bytesLeft -= length * width;
    if (this.bytesLeft < 0) throw damagedModel(document, `array ${name} overlaps another`);
    const array = type === 'float64' ? new Float64Array(length) : new Int32Array(length);
    for (let index = 0; index < length; index++) {
      const at = offset + index * width;
      array[index] = type === 'float64' ? this.file.readDoubleLE(at) : this.file.readInt32LE(at);
    }
    return array;
  }
}

function writeArray(file: Buffer, begin: number, array: ModelArray): void {
  if (array instanceof Float64Array)
    array.forEach((value, index) => file.writeDoubleLE(value, begin + 8 * index));
  else array.forEach((value, index) => file.writeInt32LE(value, begin + 4 * index));
}

function parseHeader(text: string): { facts: unknown; model: StoredModel } {
  try {
    const header: unknown = JSON.parse(text);
    if (isRecord(header) && isRecord(header['model']))
      return header as { facts: unknown; model: StoredModel };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw damaged('its header does not describe a model');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function roundUpTo8(bytes: number): number {
  return 8 * Math.ceil(bytes / 8);
}

function damaged(reason: string): Error {
  return new PredictorError('PREDICTOR_FILE_INVALID', `The predictor file cannot be used: ${reason}.`);
}

function damagedModel({ kind }: { readonly kind: string }, reason: string): Error {
  return damaged(`its ${kind} model does not hold together: ${reason}`);
}
