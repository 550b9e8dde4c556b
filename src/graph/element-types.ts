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

/** The element type stored under a code; `undefined` for a code that the schema's version 3 did not have by TF 2.14. */
export function elementTypeOfCode(code: number): ElementType | undefined {
  return byCode[code];
}

/** Bytes per element; 0 for types without a fixed size (strings, resources, variants), 0.5 for int4. */
export function bytesPerElement(type: ElementType): number {
  return bytes[type];
}

/** All element types, in the order of their codes. */
export const elementTypes: readonly ElementType[] = byCode;
