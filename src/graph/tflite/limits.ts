import { malformed } from '../errors.js';

/**
 * What one file may make the reader do. FlatBuffers may let tables overlap, so that a small file can describe a huge model:
 * what is counted is work and memory, not bytes of the file. A network of five hundred int8 convolutions of 1000 channels
 * each needs half of what is allowed.
 */
const limits = {
  tables: 250_000,
  numbers: 4_000_000,
  textBytes: 8_000_000,
} as const;

/** Counts what has been read, and refuses to go on beyond {@link limits}. */
export class WorkCounter {
  readonly #spent: Record<keyof typeof limits, number> = { tables: 0, numbers: 0, textBytes: 0 };

  spend(what: keyof typeof limits, amount: number): void {
    this.#spent[what] += amount;
    if (this.#spent[what] > limits[what]) {
      throw malformed(
        `it asks for more than ${limits[what]} ${what === 'textBytes' ? 'bytes of text' : what}`,
      );
    }
  }
}
