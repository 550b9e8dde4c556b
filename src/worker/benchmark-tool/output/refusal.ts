import type { FarmError } from '../../../platform/errors.js';
import { benchmarkToolError } from '../errors.js';
import type { OutputLine } from './lines.js';

const quotedLength = 200;

/**
 * The error for a line that has to be understood and is not. Names stream, line number and text. A last line without its end
 * is half a line: then the output was cut off, and it is not the parser that lacks something.
 */
export function unknownLine(line: OutputLine, reason: string): FarmError {
  const text = line.text.length > quotedLength ? `${line.text.slice(0, quotedLength)}…` : line.text;
  return benchmarkToolError(
    line.terminated ? 'BENCHMARK_OUTPUT_UNKNOWN' : 'BENCHMARK_OUTPUT_UNREADABLE',
    `The benchmark tool's ${line.stream} line ${line.number} is not understood: ${reason}. The line: ${JSON.stringify(text)}`,
    { details: { stream: line.stream, line: line.number, text } },
  );
}

/** Whether a line has the cells of a table's row: a lost one must not pass for something else. */
export function looksLikeRow(text: string): boolean {
  return text.startsWith('\t') && text.includes('%\t');
}
