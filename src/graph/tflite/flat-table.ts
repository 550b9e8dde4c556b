import { ByteBuffer } from 'flatbuffers';
import { malformed } from '../errors.js';
import { WorkCounter } from './limits.js';

/** The bytes of a file, read with every offset checked against its length. */
class FlatFile {
  readonly #buffer: ByteBuffer;
  readonly work = new WorkCounter();

  constructor(readonly bytes: Uint8Array) {
    this.#buffer = new ByteBuffer(bytes);
  }

  uint8(position: number): number {
    return this.#buffer.readUint8(this.#checked(position, 1));
  }

  uint16(position: number): number {
    return this.#buffer.readUint16(this.#checked(position, 2));
  }

  int32(position: number): number {
    return this.#buffer.readInt32(this.#checked(position, 4));
  }

  uint32(position: number): number {
    return this.#buffer.readUint32(this.#checked(position, 4));
  }

  float32(position: number): number {
    return this.#buffer.readFloat32(this.#checked(position, 4));
  }

  uint64(position: number): number {
    return this.uint32(position) + this.uint32(position + 4) * 2 ** 32;
  }

  slice(position: number, length: number): Uint8Array {
    return this.bytes.subarray(this.#checked(position, length), position + length);
  }

  /** Follows an offset, which is relative to where it stands and always points forward. */
  target(position: number): number {
    return position + this.uint32(position);
  }

  #checked(position: number, length: number): number {
    if (position < 0 || position + length > this.bytes.length) {
      throw malformed(`it ends where byte ${position + length} should be`, {
        position,
        fileBytes: this.bytes.length,
      });
    }
    return position;
  }
}

/** The root table of a FlatBuffer file. Throws {@link GraphError} `MALFORMED_MODEL`, as all of {@link FlatTable} does. */
export function rootTable(bytes: Uint8Array): FlatTable {
  const file = new FlatFile(bytes);
  return new FlatTable(file, file.target(0));
}

/**
 * A table of a FlatBuffer file. Fields are asked for by their index in the schema; one that is absent is `undefined` or the
 * given default. No offset is trusted: whatever a file says, reading it ends, soon, with an answer or with `MALFORMED_MODEL`.
 */
export class FlatTable {
  readonly #file: FlatFile;
  readonly #position: number;
  readonly #vtable: number;
  readonly #vtableBytes: number;
  readonly #tableBytes: number;

  constructor(file: FlatFile, position: number) {
    file.work.spend('tables', 1);
    this.#file = file;
    this.#position = position;
    this.#vtable = position - file.int32(position);
    this.#vtableBytes = file.uint16(this.#vtable);
    this.#tableBytes = file.uint16(this.#vtable + 2);
    if (this.#vtableBytes < 4 || this.#tableBytes < 4) {
      throw malformed(`the table at byte ${position} has no layout`, { position });
    }
  }

  int8(field: number, absent: number): number {
    return (this.uint8(field, absent) << 24) >> 24;
  }

  uint8(field: number, absent: number): number {
    const position = this.#field(field, 1);
    return position === undefined ? absent : this.#file.uint8(position);
  }

  int32(field: number, absent: number): number {
    const position = this.#field(field, 4);
    return position === undefined ? absent : this.#file.int32(position);
  }

  uint32(field: number, absent: number): number {
    const position = this.#field(field, 4);
    return position === undefined ? absent : this.#file.uint32(position);
  }

  uint64(field: number): number {
    const position = this.#field(field, 8);
    return position === undefined ? 0 : this.#file.uint64(position);
  }

  float32(field: number, absent: number): number {
    const position = this.#field(field, 4);
    return position === undefined ? absent : this.#file.float32(position);
  }

  has(field: number): boolean {
    return this.#field(field, 4) !== undefined;
  }

  table(field: number): FlatTable | undefined {
    const position = this.#field(field, 4);
    return position === undefined ? undefined : new FlatTable(this.#file, this.#file.target(position));
  }

  tables(field: number): readonly FlatTable[] {
    return this.#vector(
      field,
      4,
      'tables',
      (position) => new FlatTable(this.#file, this.#file.target(position)),
    );
  }

  int32s(field: number): readonly number[] {
    return this.#vector(field, 4, 'numbers', (position) => this.#file.int32(position));
  }

  float32s(field: number): readonly number[] {
    return this.#vector(field, 4, 'numbers', (position) => this.#file.float32(position));
  }

  /** A vector of 64-bit integers whose values fit into 32 bits, as zero points do. */
  smallInt64s(field: number): readonly number[] {
    return this.#vector(field, 8, 'numbers', (position) => this.#file.int32(position));
  }

  text(field: number): string | undefined {
    const bytes = this.bytes(field);
    if (bytes === undefined) return undefined;
    this.#file.work.spend('textBytes', bytes.length);
    return new TextDecoder().decode(bytes);
  }

  /** A vector of bytes, as a view into the file. */
  bytes(field: number): Uint8Array | undefined {
    const position = this.#field(field, 4);
    if (position === undefined) return undefined;
    const vector = this.#file.target(position);
    return this.#file.slice(vector + 4, this.#file.uint32(vector));
  }

  /** Bytes that lie outside the FlatBuffer, further on in the file. */
  fileBytes(offset: number, length: number): Uint8Array {
    return this.#file.slice(offset, length);
  }

  #field(field: number, bytes: number): number | undefined {
    const entry = 4 + 2 * field;
    if (entry + 2 > this.#vtableBytes) return undefined;
    const offset = this.#file.uint16(this.#vtable + entry);
    if (offset === 0) return undefined;
    if (offset < 4 || offset + bytes > this.#tableBytes) {
      throw malformed(`field ${field} of the table at byte ${this.#position} lies outside it`);
    }
    return this.#position + offset;
  }

  #vector<T>(
    field: number,
    width: number,
    counted: 'tables' | 'numbers',
    read: (position: number) => T,
  ): readonly T[] {
    const position = this.#field(field, 4);
    if (position === undefined) return [];
    const vector = this.#file.target(position);
    const length = this.#file.uint32(vector);
    this.#file.slice(vector + 4, length * width);
    if (counted === 'numbers') this.#file.work.spend('numbers', length);
    const items: T[] = [];
    for (let index = 0; index < length; index++) items.push(read(vector + 4 + index * width));
    return items;
  }
}
