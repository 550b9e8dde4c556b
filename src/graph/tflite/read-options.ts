import { malformed } from '../errors.js';
import type { Attributes, AttributeValue } from '../model/graph.js';
import type { ElementType } from '../model/tensor.js';
import type { Field } from '../operators/definition/fields.js';
import type { OperatorDefinition } from '../operators/definition/operator.js';
import type { FlatTable } from './flat-table.js';

/** The attributes that a file's operations of an operator have where it leaves them out. */
export function absentOptions(definition: OperatorDefinition): Attributes {
  return Object.fromEntries(Object.entries(definition.fields).map(([name, { stored }]) => [name, stored]));
}

/**
 * An operator's attributes from its options table (`undefined`: all of them absent) and the type of its first output. `absent` are
 * {@link absentOptions}: to copy them and change some is several times as fast as to build an object member by member.
 * Throws `MALFORMED_MODEL` for a code that no name stands for.
 */
export function readOptions(
  definition: OperatorDefinition,
  absent: Attributes,
  options: FlatTable | undefined,
  outputType: ElementType | undefined,
): Attributes {
  const attributes: Record<string, AttributeValue> = { ...absent };
  for (const name in definition.fields) {
    const field = definition.fields[name];
    if (field === undefined) continue;
    const value = readField(definition, name, field, options, outputType);
    if (value !== field.stored) attributes[name] = value;
  }
  return attributes;
}

function readField(
  definition: OperatorDefinition,
  name: string,
  field: Field,
  options: FlatTable | undefined,
  outputType: ElementType | undefined,
): AttributeValue {
  if (field.kind === 'output-type') return outputType ?? field.stored;
  if (options === undefined) return field.stored;
  switch (field.kind) {
    case 'name': {
      const code = options.uint8(field.slot, field.names.indexOf(field.stored));
      const value = field.names[code];
      if (value === undefined)
        throw malformed(`${definition.name} has the ${name} ${code}, which does not exist`);
      return value;
    }
    case 'integer':
      return options.int32(field.slot, field.stored);
    case 'boolean':
      return options.uint8(field.slot, field.stored ? 1 : 0) !== 0;
    case 'real':
      return finite(definition, name, options.float32(field.slot, field.stored));
    case 'integers':
      return options.int32s(field.slot);
  }
}

function finite(definition: OperatorDefinition, name: string, value: number): number {
  if (!Number.isFinite(value)) throw malformed(`the ${name} of ${definition.name} is not a number`);
  return value;
}
