import { invalidRow, type FilePlace } from './csv.js';

/** A finite number above 0. */
export function positiveNumber(text: string, place: FilePlace): number {
  const value = number(text, place);
  if (value > 0) return value;
  throw invalidRow(place, `${text} is not above 0`);
}

/** A finite number in decimal notation. */
export function number(text: string, place: FilePlace): number {
  const value = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text.trim()) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw invalidRow(place, `${JSON.stringify(text.slice(0, 40))} is not a number`);
}

/** A whole number of at least 0. */
export function wholeNumber(text: string, place: FilePlace): number {
  const value = number(text, place);
  if (value >= 0 && Number.isSafeInteger(value)) return value;
  throw invalidRow(place, `${text} is not a whole number of at least 0`);
}

/** Tables leave a cell empty, or write `nan`, where something was not measured. */
export function isUnmeasured(text: string): boolean {
  return /^(?:nan)?$/i.test(text.trim());
}
