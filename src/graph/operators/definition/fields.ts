import type { AttributeValue } from '../../model/graph.js';

/**
 * An attribute of an operator: what values it may have, and where the file keeps it. `slot` is the field's index in the
 * operator's options table; `stored` is the value that an absent field means (schema.fbs's default).
 */
export type Field =
  | {
      readonly kind: 'name';
      readonly slot: number;
      readonly names: readonly string[];
      readonly stored: string;
    }
  | { readonly kind: 'integer'; readonly slot: number; readonly minimum: number; readonly stored: number }
  | { readonly kind: 'boolean'; readonly slot: number; readonly stored: boolean }
  | { readonly kind: 'real'; readonly slot: number; readonly stored: number }
  | { readonly kind: 'integers'; readonly slot: number; readonly stored: readonly number[] }
  /** Not in the options: the element type of the first output. */
  | { readonly kind: 'output-type'; readonly names: readonly string[]; readonly stored: string };

export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F extends Field> = F extends { kind: 'integer' | 'real' }
  ? number
  : F extends { kind: 'boolean' }
    ? boolean
    : F extends { kind: 'integers' }
      ? readonly number[]
      : string;

/** The attributes that fields describe, with the types of their values. */
export type AttributesOf<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> };

type NameField = Extract<Field, { kind: 'name' }>;
type IntegerField = Extract<Field, { kind: 'integer' }>;
type BooleanField = Extract<Field, { kind: 'boolean' }>;
type RealField = Extract<Field, { kind: 'real' }>;
type IntegersField = Extract<Field, { kind: 'integers' }>;
type OutputTypeField = Extract<Field, { kind: 'output-type' }>;

/** In the order of the schema's `ActivationFunctionType`: the index is the stored code. */
export const fusedActivations = ['NONE', 'RELU', 'RELU_N1_TO_1', 'RELU6', 'TANH', 'SIGN_BIT'] as const;

/** What an operation can apply to its result before storing it. */
export type FusedActivation = (typeof fusedActivations)[number];

/** `SAME` or `VALID`. */
export function padding(slot: number): NameField {
  return { kind: 'name', slot, names: ['SAME', 'VALID'], stored: 'SAME' };
}

/** A {@link FusedActivation}. */
export function fusedActivation(slot: number): NameField {
  return { kind: 'name', slot, names: fusedActivations, stored: 'NONE' };
}

/** One of some names, stored as its index. */
export function oneOf(slot: number, names: readonly [string, ...string[]]): NameField {
  return { kind: 'name', slot, names, stored: names[0] };
}

/** An integer of at least 1. Absent in the file it is 0, save for the few that the schema gives another default. */
export function positive(slot: number, stored = 0): IntegerField {
  return { kind: 'integer', slot, minimum: 1, stored };
}

/** Any 32-bit integer. */
export function integer(slot: number): IntegerField {
  return { kind: 'integer', slot, minimum: -(2 ** 31), stored: 0 };
}

export function boolean(slot: number): BooleanField {
  return { kind: 'boolean', slot, stored: false };
}

/** A float32 number. */
export function real(slot: number): RealField {
  return { kind: 'real', slot, stored: 0 };
}

export function integers(slot: number): IntegersField {
  return { kind: 'integers', slot, stored: [] };
}

/** The element type of the first output, for operators whose options do not say it. */
export function outputType(names: readonly [string, ...string[]]): OutputTypeField {
  return { kind: 'output-type', names, stored: names[0] };
}

/** What a field accepts, in words that complete "must be …". */
export function expectation(field: Field): string {
  switch (field.kind) {
    case 'name':
    case 'output-type':
      return `one of ${field.names.join(', ')}`;
    case 'integer':
      return field.minimum === 1 ? 'an integer of at least 1' : 'a 32-bit integer';
    case 'boolean':
      return 'true or false';
    case 'real':
      return 'a finite number';
    case 'integers':
      return 'a list of 32-bit integers';
  }
}

/** Whether a field accepts a value. */
export function accepts(field: Field, value: AttributeValue): boolean {
  switch (field.kind) {
    case 'name':
    case 'output-type':
      return typeof value === 'string' && field.names.includes(value);
    case 'integer':
      return isInteger32(value) && value >= field.minimum;
    case 'boolean':
      return typeof value === 'boolean';
    case 'real':
      return typeof value === 'number' && Number.isFinite(Math.fround(value));
    case 'integers':
      return Array.isArray(value) && value.every(isInteger32);
  }
}

function isInteger32(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) === ((value as number) | 0);
}
