import { ByteBuffer } from 'flatbuffers';

/** A table by its position in the buffer. */
type Position = number;

/**
 * Reads a .tflite file with the package `flatbuffers` and nothing else, as code does that its compiler makes from the schema: every
 * table, vector and text of tensors, operations and operator codes becomes an object, nothing is checked, nothing is costed.
 */
export function readWithFlatbuffers(bytes: Uint8Array): unknown {
  const buffer = new ByteBuffer(bytes);
  const reader = new Reader(buffer);
  const model = buffer.readInt32(0);
  return {
    version: reader.int32(model, 0, 0),
    operatorCodes: reader.tables(model, 1, (code) => ({
      deprecatedBuiltinCode: reader.int8(code, 0, 0),
      customCode: reader.text(code, 1),
      version: reader.int32(code, 2, 1),
      builtinCode: reader.int32(code, 3, 0),
    })),
    subgraphs: reader.tables(model, 2, (subgraph) => ({
      tensors: reader.tables(subgraph, 0, (tensor) => readTensor(reader, tensor)),
      inputs: reader.int32s(subgraph, 1),
      outputs: reader.int32s(subgraph, 2),
      operators: reader.tables(subgraph, 3, (operator) => readOperator(reader, operator)),
      name: reader.text(subgraph, 4),
    })),
    description: reader.text(model, 3),
    buffers: reader.tables(model, 4, (data) => reader.bytes(data, 0)),
  };
}

function readTensor(reader: Reader, tensor: Position): unknown {
  return {
    shape: reader.int32s(tensor, 0),
    type: reader.int8(tensor, 1, 0),
    buffer: reader.int32(tensor, 2, 0),
    name: reader.text(tensor, 3),
    quantization: reader.table(tensor, 4, (quantization) => ({
      minimum: reader.float32s(quantization, 0),
      maximum: reader.float32s(quantization, 1),
      scale: reader.float32s(quantization, 2),
      zeroPoint: reader.int64s(quantization, 3),
      dimension: reader.int32(quantization, 6, 0),
    })),
    isVariable: reader.int8(tensor, 5, 0) !== 0,
    shapeSignature: reader.int32s(tensor, 7),
  };
}

function readOperator(reader: Reader, operator: Position): unknown {
  return {
    opcodeIndex: reader.int32(operator, 0, 0),
    inputs: reader.int32s(operator, 1),
    outputs: reader.int32s(operator, 2),
    optionsType: reader.int8(operator, 3, 0),
    // The options that most operators have: padding, strides, activation, dilation.
    options: reader.table(operator, 4, (options) => ({
      first: reader.int8(options, 0, 0),
      second: reader.int32(options, 1, 0),
      third: reader.int32(options, 2, 0),
      fourth: reader.int8(options, 3, 0),
      fifth: reader.int32(options, 4, 1),
      sixth: reader.int32(options, 5, 1),
    })),
  };
}

/** Accessors as `flatc --ts` writes them. */
class Reader {
  constructor(private readonly buffer: ByteBuffer) {}

  int8(table: Position, field: number, absent: number): number {
    const offset = this.buffer.__offset(table, 4 + 2 * field);
    return offset === 0 ? absent : this.buffer.readInt8(table + offset);
  }

  int32(table: Position, field: number, absent: number): number {
    const offset = this.buffer.__offset(table, 4 + 2 * field);
    return offset === 0 ? absent : this.buffer.readInt32(table + offset);
  }

  text(table: Position, field: number): string | null {
    const offset = this.buffer.__offset(table, 4 + 2 * field);
    return offset === 0 ? null : (this.buffer.__string(table + offset) as string);
  }

  table<T>(table: Position, field: number, read: (table: Position) => T): T | null {
    const offset = this.buffer.__offset(table, 4 + 2 * field);
    return offset === 0 ? null : read(this.buffer.__indirect(table + offset));
  }

  tables<T>(table: Position, field: number, read: (table: Position) => T): T[] {
    return this.#vector(table, field, 4, (place) => read(this.buffer.__indirect(place)));
  }

  int32s(table: Position, field: number): number[] {
    return this.#vector(table, field, 4, (place) => this.buffer.readInt32(place));
  }

  float32s(table: Position, field: number): number[] {
    return this.#vector(table, field, 4, (place) => this.buffer.readFloat32(place));
  }

  int64s(table: Position, field: number): bigint[] {
    return this.#vector(table, field, 8, (place) => this.buffer.readInt64(place));
  }

  bytes(table: Position, field: number): Uint8Array | null {
    const offset = this.buffer.__offset(table, 4 + 2 * field);
    if (offset === 0) return null;
    const start = this.buffer.__vector(table + offset);
    return this.buffer.bytes().subarray(start, start + this.buffer.__vector_len(table + offset));
  }

  #vector<T>(table: Position, field: number, width: number, read: (place: Position) => T): T[] {
    const offset = this.buffer.__offset(table, 4 + 2 * field);
    if (offset === 0) return [];
    const start = this.buffer.__vector(table + offset);
    const length = this.buffer.__vector_len(table + offset);
    const items: T[] = [];
    for (let index = 0; index < length; index++) items.push(read(start + index * width));
    return items;
  }
}
