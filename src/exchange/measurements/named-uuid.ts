import { sha256Hex } from '../../graph/canonical-json.js';

/** A UUID made from a name (version 8 of RFC 9562): the same in every farm. */
export function namedUuid(name: string): string {
  const digits = sha256Hex(name);
  const variant = '89ab'[parseInt(digits[16] as string, 16) % 4] as string;
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}
