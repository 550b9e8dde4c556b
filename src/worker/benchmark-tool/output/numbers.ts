/** A number as a C++ stream prints it, or one of the forms of not-a-number and infinity. */
const streamedNumber = /^-?(?:\d{1,40}(?:\.\d{1,40})?(?:e[+-]?\d{1,3})?|nan|inf)$/;

/** A number as printed, and half of its last digit: what was measured lies within `value` ± `resolution`. */
export interface PrintedNumber {
  readonly value: number;
  readonly resolution: number;
}

/**
 * Reads a number that a C++ stream printed: `12`, `0.123`, `1.23457e+06`, `-nan`, `inf`. `undefined` for any other text.
 * Not-a-number and infinity come back as NaN and ±Infinity.
 */
export function streamedValue(text: string): number | undefined {
  if (!streamedNumber.test(text)) return undefined;
  if (text.endsWith('nan')) return Number.NaN;
  if (text.endsWith('inf')) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}

/** Reads a number printed with a fixed count of decimals, as the text tables have it. */
export function fixedNumber(text: string): PrintedNumber | undefined {
  const value = streamedValue(text);
  if (value === undefined) return undefined;
  const point = text.indexOf('.');
  const decimals = point === -1 ? 0 : text.length - point - 1;
  return { value, resolution: 0.5 * 10 ** -decimals };
}

/** Reads a number printed with a stream's default of six significant digits, as the CSV tables have it. */
export function sixDigitNumber(text: string): PrintedNumber | undefined {
  const value = streamedValue(text);
  if (value === undefined) return undefined;
  const magnitude = value === 0 || !Number.isFinite(value) ? -5 : Math.floor(Math.log10(Math.abs(value)));
  return { value, resolution: 0.5 * 10 ** (magnitude - 5) };
}

/** A whole number of at most fifteen digits; `undefined` for any other text. */
export function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
