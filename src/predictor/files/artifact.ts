import { endianness } from 'node:os';

import { damagedFile, openSealedFile, roundUpTo8, sealFile, type SealedFormat } from './sealed-file.js';
import type { ModelArray, ModelDocument } from '../../learning/model/model-document.js';

/**
 * A file of named arrays under a sealed JSON header; its body is the arrays end to end, float64 or int32, each beginning at a multiple
 * of 8. No code, and nothing that is not checked before it is used.
 */
const format: SealedFormat = { magic: 'LFPR', version: 1, noun: 'predictor' };
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
  const body = Buffer.alloc(offset);
  let begin = 0;
  for (const array of arrays) {
    writeArray(body, begin, array);
    begin += roundUpTo8(array.byteLength);
  }
  return sealFile(format, { header: { facts: artifact.facts, model }, body });
}

/**
 * Reads an artifact. Throws PREDICTOR_FORMAT_UNSUPPORTED for a newer format and PREDICTOR_FILE_INVALID for a file that is not
 * one, is truncated, was altered, or whose arrays do not lie inside it.
 */
export function decodeArtifact(bytes: Uint8Array): Artifact {
  const { header, body } = openSealedFile(format, bytes);
  if (!isRecord(header) || !isRecord(header['model'])) throw damaged('its header does not describe a model');
  const stored = header['model'] as unknown as StoredModel;
  return { facts: header['facts'], model: restoreModel(stored, new ArrayReader(body), 0) };
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
    const bytes = bytesOf(array);
    bytes.set(this.file.subarray(offset, offset + bytes.length));
    inFileOrder(bytes, width);
    return array;
  }
}

function writeArray(file: Buffer, begin: number, array: ModelArray): void {
  file.set(bytesOf(array), begin);
  inFileOrder(file.subarray(begin, begin + array.byteLength), array.BYTES_PER_ELEMENT);
}

function bytesOf({ buffer, byteOffset, byteLength }: ModelArray): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Turns numbers of this machine into those of the file, which are little-endian, or back. */
function inFileOrder(bytes: Buffer, width: number): void {
  if (endianness() === 'LE') return;
  if (width === 8) bytes.swap64();
  else bytes.swap32();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function damaged(reason: string): Error {
  return damagedFile(format, reason);
}

function damagedModel({ kind }: { readonly kind: string }, reason: string): Error {
  return damaged(`its ${kind} model does not hold together: ${reason}`);
}
