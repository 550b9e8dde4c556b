import { malformed } from '../errors.js';

/**
 * What one file may make the reader do. FlatBuffers may let tables overlap, so that a small file can describe a huge model:
 * what is counted is work and memory, not bytes of the file. A network of five hundred int8 convolutions of 1000 channels
 * each needs half of what is allowed.
 */
const limits = { tables: 250_000, numbers: 4_000_000, textBytes: 8_000_000 } as const;

/** Counts what has been read, and refuses to go on beyond {@link limits}. Called for every table, so: plain fields. */
export class WorkCounter {
  private tables = 0;
  private numbers = 0;
  private textBytes = 0;

  readTable(): void {
    if (++this.tables > limits.tables) throw tooMuch(`${limits.tables} tables`);
  }

  readNumbers(count: number): void {
    this.numbers += count;
    if (this.numbers > limits.numbers) throw tooMuch(`${limits.numbers} numbers`);
  }

  readText(bytes: number): void {
    this.textBytes += bytes;
    if (this.textBytes > limits.textBytes) throw tooMuch(`${limits.textBytes} bytes of text`);
  }
}

function tooMuch(limit: string): Error {
  return malformed(`it asks for more than ${limit}`);
}
