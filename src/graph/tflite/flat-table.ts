import { malformed } from '../errors.js';
import { WorkCounter } from './limits.js';

const none: readonly number[] = Object.freeze([]);

/** The bytes of a file, read with every offset checked against its length. All numbers are little-endian. */
class FlatFile {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  /** For texts: a TextDecoder takes longer, for it wants a view of each. */
  private readonly texts: Buffer;
  readonly work = new WorkCounter();

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    // Not the caller's own view: parts of a Node.js Buffer take longer to make than those of a plain array.
    this.bytes = new Uint8Array(buffer, byteOffset, byteLength);
    this.view = new DataView(buffer, byteOffset, byteLength);
    this.texts = Buffer.from(buffer, byteOffset, byteLength);
  }

  uint8(position: number): number {
    return this.view.getUint8(this.checked(position, 1));
  }

  uint16(position: number): number {
    return this.view.getUint16(this.checked(position, 2), true);
  }

  int32(position: number): number {
    return this.view.getInt32(this.checked(position, 4), true);
  }

  uint32(position: number): number {
    return this.view.getUint32(this.checked(position, 4), true);
  }

  float32(position: number): number {
    return this.view.getFloat32(this.checked(position, 4), true);
  }

  uint64(position: number): number {
    return this.uint32(position) + this.uint32(position + 4) * 2 ** 32;
  }

  slice(position: number, length: number): Uint8Array {
    return this.bytes.subarray(this.checked(position, length), position + length);
  }

  /** Of a part that was {@link checked}. */
  text(position: number, length: number): string {
    return this.texts.toString('utf8', position, position + length);
  }

  /** Follows an offset, which is relative to where it stands and always points forward. */
  target(position: number): number {
    return position + this.uint32(position);
  }

  checked(position: number, length: number): number {
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
    file.work.readTable();
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
    return this.each(field, (table) => table);
  }

  /** What is made of each table of a vector: one after the other, so that thousands need not be there at once. */
  each<T>(field: number, read: (table: FlatTable, index: number) => T): T[] {
    const vector = this.#vector(field);
    if (vector < 0) return [];
    const file = this.#file;
    const length = file.uint32(vector);
    file.checked(vector + 4, 4 * length);
    const made: T[] = [];
    for (let index = 0; index < length; index++) {
      made.push(read(new FlatTable(file, file.target(vector + 4 + 4 * index)), index));
    }
    return made;
  }

  int32s(field: number): readonly number[] {
    return this.#numbers(field, 4, false);
  }

  float32s(field: number): readonly number[] {
    return this.#numbers(field, 4, true);
  }

  /** A vector of 64-bit integers whose values fit into 32 bits, as zero points do. */
  smallInt64s(field: number): readonly number[] {
    return this.#numbers(field, 8, false);
  }

  text(field: number): string | undefined {
    const position = this.#field(field, 4);
    if (position === undefined) return undefined;
    const vector = this.#file.target(position);
    const length = this.#file.uint32(vector);
    const begin = this.#file.checked(vector + 4, length);
    this.#file.work.readText(length);
    return this.#file.text(begin, length);
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

  #numbers(field: number, width: number, real: boolean): readonly number[] {
    const vector = this.#vector(field);
    if (vector < 0) return none;
    const file = this.#file;
    const length = file.uint32(vector);
    file.checked(vector + 4, length * width);
    file.work.readNumbers(length);
    const numbers = new Array<number>(length);
    for (let index = 0, position = vector + 4; index < length; index++, position += width) {
      numbers[index] = real ? file.float32(position) : file.int32(position);
    }
    return numbers;
  }

  /** Where a vector begins, with its length; a negative number where the field is absent. */
  #vector(field: number): number {
    const position = this.#field(field, 4);
    return position === undefined ? -1 : this.#file.target(position);
  }
}
