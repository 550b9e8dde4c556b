const varintType = 0;
const delimitedType = 2;

/** Writes one message of Protocol Buffers (protobuf.dev/programming-guides/encoding): its fields in the order of the calls. */
export class MessageWriter {
  private readonly parts: Buffer[] = [];

  /** A whole number of at least 0. */
  integer(field: number, value: number): this {
    this.parts.push(varint(8 * field + varintType), varint(value));
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value, 'utf8'));
  }

  bytes(field: number, value: Uint8Array): this {
    this.parts.push(varint(8 * field + delimitedType), varint(value.length), Buffer.from(value));
    return this;
  }

  message(field: number, value: MessageWriter): this {
    return this.bytes(field, value.toBytes());
  }

  /** Whole numbers of at least 0, packed. */
  integers(field: number, values: readonly number[]): this {
    return this.bytes(field, Buffer.concat(values.map(varint)));
  }

  toBytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}

function varint(value: number): Buffer {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${value} is not a whole number of at least 0.`);
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
