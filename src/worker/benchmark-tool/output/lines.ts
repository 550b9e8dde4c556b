import { benchmarkToolError } from '../errors.js';
import type { OutputStream } from '../report.js';

export interface OutputLine {
  readonly stream: OutputStream;
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** False for a last line without an end, which may be half of one. */
  readonly terminated: boolean;
}

/** Longest line that is read. The longest honest ones name every output tensor of a delegate's node. */
export const maximumLineLength = 1 << 16;

/** Longest text of one stream that is read. */
export const maximumStreamLength = 1 << 25;

/** Most lines of one stream that are read. A profile of 40,000 nodes has fewer. */
export const maximumLines = 100_000;

/** Control characters other than tab, and what a decoder puts in the place of bytes that are not UTF-8. */

const binaryCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;

/**
 * The lines of a text, without their ends (LF, CRLF, and CRCRLF as a phone's terminal makes it).
 * Throws BENCHMARK_OUTPUT_UNREADABLE for a stream that is too long, for a line that is too long and for binary data. In stderr,
 * where other programs may write too, an overlong line is cut and binary data is let through.
 */
export function* linesOf(text: string, stream: OutputStream): Generator<OutputLine> {
  if (text.length > maximumStreamLength) {
    throw unreadable(stream, 0, `it is ${text.length} characters long, more than ${maximumStreamLength}`);
  }
  let start = 0;
  let number = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    number += 1;
    if (number > maximumLines) throw unreadable(stream, number, `there are more than ${maximumLines} lines`);
    const isTooLong = end - start > maximumLineLength;
    const line = withoutCarriageReturns(text.slice(start, isTooLong ? start + maximumLineLength : end));
    if (stream !== 'stderr') {
      if (isTooLong)
        throw unreadable(stream, number, `the line is longer than ${maximumLineLength} characters`);
      if (binaryCharacter.test(line)) throw unreadable(stream, number, 'the line holds binary data');
    }
    yield { stream, number, text: line, terminated: newline !== -1 };
    start = end + 1;
  }
}

function withoutCarriageReturns(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === '\r') end -= 1;
  return end === line.length ? line : line.slice(0, end);
}

function unreadable(stream: OutputStream, line: number, reason: string) {
  const place = line === 0 ? stream : `${stream} line ${line}`;
  return benchmarkToolError(
    'BENCHMARK_OUTPUT_UNREADABLE',
    `The benchmark tool's output cannot be read, ${place}: ${reason}.`,
    { details: { stream, line } },
  );
}
