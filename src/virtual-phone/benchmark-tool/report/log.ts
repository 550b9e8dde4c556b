import { writeSync } from 'node:fs';

/** Where the tool's lines go: a file descriptor's writer, replaced in tests. */
export type Write = (fileDescriptor: 1 | 2, text: string) => void;

/**
 * The tool's log (tools/logging.h): INFO and WARN go to stdout, ERROR to stderr, and only the first line of a message
 * carries the prefix.
 */
export interface Log {
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly error: (message: string) => void;
  /** A line of the runtime itself, which the runtime prefixes and always sends to stderr. */
  readonly runtime: (line: string) => void;
}

export function openLog(write: Write): Log {
  return {
    info: (message) => write(1, `INFO: ${message}\n`),
    warn: (message) => write(1, `WARN: ${message}\n`),
    error: (message) => write(2, `ERROR: ${message}\n`),
    runtime: (line) => write(2, `${line}\n`),
  };
}

/** Writes all of `text`, waiting where the reader of a pipe is slow: the process ends right after its last line. */
export const writeFully: Write = (fileDescriptor, text) => {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fileDescriptor, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
};
