/** A field of a protobuf message, by its wire type (protobuf.dev, "Encoding"): a varint, eight or four bytes, or bytes with their length. */
export type ProtobufField =
  | { readonly number: number; readonly kind: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'fixed64' | 'fixed32' | 'bytes'; readonly value: Uint8Array };

/** The fields of a message in their order. Throws RangeError where the bytes end inside one, or are no protobuf. */
export function* protobufFields(message: Uint8Array): Generator<ProtobufField> {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (length > message.length - at) throw new RangeError(`it ends inside a field, at byte ${at}`);
    at += length;
    return message.subarray(at - length, at);
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = BigInt(take(1)[0] ?? 0);
      value |= (byte & 0x7fn) << shift;
      if (byte < 0x80n) return BigInt.asUintN(64, value);
    }
    throw new RangeError(`a number has more than ten bytes, at byte ${at}`);
  };
  while (at < message.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    if (number < 1 || number >= 2 ** 29) throw new RangeError(`field ${number} is none, at byte ${at}`);
    if (wireType === 0) yield { number, kind: 'varint', value: varint() };
    else if (wireType === 1) yield { number, kind: 'fixed64', value: take(8) };
    else if (wireType === 2) yield { number, kind: 'bytes', value: take(Number(varint())) };
    else if (wireType === 5) yield { number, kind: 'fixed32', value: take(4) };
    else throw new RangeError(`field ${number} has the wire type ${wireType}, at byte ${at}`);
  }
}
