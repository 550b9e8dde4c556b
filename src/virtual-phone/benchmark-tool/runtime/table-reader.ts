/**
 * Reads tables and vectors of a FlatBuffer by position. Every access is checked against the buffer's end: a damaged file
 * raises a RangeError.
 */
export class TableReader {
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Position of the root table. */
  get root(): number {
    return this.view.getUint32(0, true);
  }

  int32(position: number): number {
    return this.view.getInt32(position, true);
  }

  /** Position that field `slot` of a table refers to; `undefined` when the field is absent. */
  reference(table: number, slot: number): number | undefined {
    const position = this.field(table, slot);
    return position === undefined ? undefined : this.follow(position);
  }

  /** The number of one byte in field `slot` of a table; `undefined` when the field is absent. */
  byte(table: number, slot: number): number | undefined {
    const position = this.field(table, slot);
    return position === undefined ? undefined : this.view.getUint8(position);
  }

  /** Positions of the tables that a vector of references holds. */
  references(vector: number | undefined): number[] {
    return this.elements(vector).map((position) => this.follow(position));
  }

  /** The values of a vector of int32. */
  int32s(vector: number | undefined): number[] {
    return this.elements(vector).map((position) => this.int32(position));
  }

  private field(table: number, slot: number): number | undefined {
    const vtable = table - this.view.getInt32(table, true);
    const entry = 4 + 2 * slot;
    if (entry >= this.view.getUint16(vtable, true)) return undefined;
    const offset = this.view.getUint16(vtable + entry, true);
    return offset === 0 ? undefined : table + offset;
  }

  private follow(position: number): number {
    return position + this.view.getUint32(position, true);
  }

  private elements(vector: number | undefined): number[] {
    if (vector === undefined) return [];
    const length = this.view.getUint32(vector, true);
    if (vector + 4 + 4 * length > this.view.byteLength) throw new RangeError('a vector ends behind the file');
    return Array.from({ length }, (_, index) => vector + 4 + 4 * index);
  }
}
