import { LearningError } from '../errors.js';

/** The arrays a model may hold: 64-bit floating point for numbers, 32-bit integers for indices. */
export type ModelArray = Float64Array | Int32Array;

/** A model as plain data: what kind, its few scalars, its arrays, and the models it is made of. No code. */
export interface ModelDocument {
  readonly kind: string;
  readonly scalars: Readonly<Record<string, number | string>>;
  readonly arrays: Readonly<Record<string, ModelArray>>;
  readonly children: Readonly<Record<string, ModelDocument>>;
}

/** A finite number of the document. Throws MODEL_DOCUMENT_INVALID when it is absent or not finite. */
export function requireNumber(document: ModelDocument, name: string): number {
  const value = document.scalars[name];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw invalid(document, `${name} is not a number`);
  return value;
}

/** A name of the document that is one of `allowed`. Throws MODEL_DOCUMENT_INVALID otherwise. */
export function requireName<Name extends string>(
  document: ModelDocument,
  name: string,
  allowed: readonly Name[],
): Name {
  const found = allowed.find((candidate) => candidate === document.scalars[name]);
  if (found === undefined) throw invalid(document, `${name} is none of ${allowed.join(', ')}`);
  return found;
}

/** An array of finite floating-point numbers, of the given length. Throws MODEL_DOCUMENT_INVALID otherwise. */
export function requireFloats(document: ModelDocument, name: string, length?: number): Float64Array {
  const array = document.arrays[name];
  if (!(array instanceof Float64Array)) throw invalid(document, `array ${name} is missing`);
  if (length !== undefined && array.length !== length)
    throw invalid(document, `array ${name} has not ${length} values`);
  if (!array.every(Number.isFinite))
    throw invalid(document, `array ${name} holds a value that is not finite`);
  return array;
}

/** An array of integers in [low, high), of the given length. Throws MODEL_DOCUMENT_INVALID otherwise. */
export function requireIndices(
  document: ModelDocument,
  name: string,
  low: number,
  high: number,
  length?: number,
): Int32Array {
  const array = document.arrays[name];
  if (!(array instanceof Int32Array)) throw invalid(document, `array ${name} is missing`);
  if (length !== undefined && array.length !== length)
    throw invalid(document, `array ${name} has not ${length} values`);
  if (!array.every((value) => value >= low && value < high)) {
    throw invalid(document, `array ${name} points outside ${low} to ${high - 1}`);
  }
  return array;
}

/** A model that the document is made of. Throws MODEL_DOCUMENT_INVALID when it is absent. */
export function requireChild(document: ModelDocument, name: string): ModelDocument {
  const child = document.children[name];
  if (child === undefined) throw invalid(document, `the model ${name} is missing`);
  return child;
}

/** The error for a document that does not hold together. */
export function invalid(document: ModelDocument, reason: string): Error {
  return new LearningError(
    'MODEL_DOCUMENT_INVALID',
    `A ${document.kind} model does not hold together: ${reason}.`,
    { kind: document.kind },
  );
}
