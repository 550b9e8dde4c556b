import type { ElementType } from './tensor.js';

/** In the order of the `TensorType` enumeration of TFLite's schema: the index is the stored code. */
const byCode: readonly ElementType[] = [
  'float32',
  'float16',
  'int32',
  'uint8',
  'int64',
  'string',
  'bool',
  'int16',
  'complex64',
  'int8',
  'float64',
  'complex128',
  'uint64',
  'resource',
  'variant',
  'uint32',
  'uint16',
  'int4',
];

/** What the schema of LiteRT has named since (schema.fbs, version 3d), by code. This program has neither shapes nor costs for them. */
const newerTypes: ReadonlyMap<number, string> = new Map([
  [18, 'BFLOAT16'],
  [19, 'INT2'],
  [20, 'UINT4'],
  [21, 'FLOAT8_E4M3FN'],
  [22, 'FLOAT8_E5M2'],
]);

/** The schema's enumeration is of signed bytes: what is larger stands for a negative code, which no schema will ever have. */
const largestTypeCode = 127;

const codes = new Map(byCode.map((type, code) => [type, code]));

const bytes: Readonly<Record<ElementType, number>> = {
  float32: 4,
  float16: 2,
  float64: 8,
  int4: 0.5,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  bool: 1,
  string: 0,
  complex64: 8,
  complex128: 16,
  resource: 0,
  variant: 0,
};

/** The code under which TFLite's schema stores an element type. */
export function elementTypeCode(type: ElementType): number {
  return codes.get(type) ?? 0;
}

/** The element type stored under a code; `undefined` for a code that the schema did not have by TF 2.14. */
export function elementTypeOfCode(code: number): ElementType | undefined {
  return byCode[code];
}

/**
 * What a schema newer than this program calls the element type of a code: its name, or its number where this program has not
 * heard of it. `undefined` for a code that is not newer, or that no schema can have.
 */
export function newerElementType(code: number): string | undefined {
  if (code < byCode.length || code > largestTypeCode) return undefined;
  return newerTypes.get(code) ?? `number ${code}`;
}

/** Bytes per element; 0 for types without a fixed size (strings, resources, variants), 0.5 for int4. */
export function bytesPerElement(type: ElementType): number {
  // Nearly all are float32; looking the others up takes several times as long.
  return type === 'float32' ? 4 : bytes[type];
}

/** All element types, in the order of their codes. */
export const elementTypes: readonly ElementType[] = byCode;
