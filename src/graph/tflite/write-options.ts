import type { Builder, Offset } from 'flatbuffers';
import type { Attributes, AttributeValue } from '../model/graph.js';
import type { Field, Fields } from '../operators/definition/fields.js';

/** Writes an operator's options table from its attributes. The builder must not be inside another table. */
export function writeOptions(builder: Builder, fields: Fields, attributes: Attributes): Offset {
  const entries = Object.entries(fields).map(([name, field]) => ({
    field,
    value: attributes[name] ?? field.stored,
  }));
  const vectors = entries.map(({ field, value }) =>
    field.kind === 'integers' ? writeIntegers(builder, value as readonly number[]) : 0,
  );
  builder.startObject(slotCount(fields));
  for (const [index, { field, value }] of entries.entries()) {
    writeField(builder, field, value, vectors[index] ?? 0);
  }
  return builder.endObject();
}

/** A vector of int32. */
export function writeIntegers(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (let i = values.length - 1; i >= 0; i--) builder.addInt32(values[i] ?? 0);
  return builder.endVector();
}

function slotCount(fields: Fields): number {
  let count = 0;
  for (const field of Object.values(fields)) {
    if (field.kind !== 'output-type') count = Math.max(count, field.slot + 1);
  }
  return count;
}

function writeField(builder: Builder, field: Field, value: AttributeValue, vector: Offset): void {
  switch (field.kind) {
    case 'name':
      builder.addFieldInt8(
        field.slot,
        field.names.indexOf(value as string),
        field.names.indexOf(field.stored),
      );
      break;
    case 'integer':
      builder.addFieldInt32(field.slot, value as number, field.stored);
      break;
    case 'boolean':
      builder.addFieldInt8(field.slot, value === true ? 1 : 0, field.stored ? 1 : 0);
      break;
    case 'real':
      builder.addFieldFloat32(field.slot, value as number, field.stored);
      break;
    case 'integers':
      builder.addFieldOffset(field.slot, vector, 0);
      break;
    case 'output-type':
      break;
  }
}
