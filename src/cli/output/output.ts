import { harmlessJson } from './harmless.js';

/** Where a command writes: data to `stdout`, everything else to `stderr`. */
export interface OutputStreams {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

/** The part of a stream that is used; a terminal can have lines rewritten. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Writes a value as the one JSON document that a command with `--json` prints. */
export function writeJson(stdout: TextSink, value: unknown): void {
  const withBigInts = (_key: string, member: unknown): unknown =>
    typeof member === 'bigint' ? Number(member) : member;
  stdout.write(`${harmlessJson(JSON.stringify(value, withBigInts, 2))}\n`);
}
