import { open } from 'node:fs/promises';

import type { Clock } from '../../../platform/clock.js';

/** How much of the end of a log is read for its last lines. */
const tailBytes = 4 * 2 ** 20;
const lookEveryMs = 250;

export interface FollowOptions {
  readonly clock: Clock;
  /** Ends the following. */
  readonly signal: AbortSignal;
  readonly onLines: (lines: readonly string[]) => void;
}

/** The end of a file in whole lines, and how far it was read. */
export interface FileEnd {
  readonly lines: readonly string[];
  readonly offset: number;
}

/** The last lines of a file that are complete, `limit` of those that are `isWanted` at most. */
export async function readFileEnd(
  path: string,
  limit: number,
  isWanted: (line: string) => boolean,
): Promise<FileEnd> {
  const { size } = await sizeOf(path);
  const from = Math.max(0, size - tailBytes);
  const { lines, offset } = await readLines(path, from);
  const whole = from === 0 ? lines : lines.slice(1);
  return { lines: limit === 0 ? [] : whole.filter(isWanted).slice(-limit), offset };
}

/** Tells the lines that are added to a file from an offset on, until it is interrupted. A file that was begun anew is read anew. */
export async function followFile(
  path: string,
  offset: number,
  { clock, signal, onLines }: FollowOptions,
): Promise<void> {
  let readTo = offset;
  while (!signal.aborted) {
    const { size } = await sizeOf(path);
    if (size < readTo) readTo = 0;
    if (size > readTo) {
      const added = await readLines(path, readTo);
      if (added.lines.length > 0) onLines(added.lines);
      readTo = added.offset;
    }
    await clock.sleep(lookEveryMs, signal).catch(() => undefined);
  }
}

async function sizeOf(path: string): Promise<{ readonly size: number }> {
  const file = await open(path);
  try {
    return await file.stat();
  } finally {
    await file.close();
  }
}

/** Whole lines from an offset on; the beginning of a line that is still being written is left for the next time, unless it is too long for that. */
async function readLines(path: string, offset: number): Promise<FileEnd> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(tailBytes, Math.max(0, size - offset)));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
    const whole = bytes.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
    const end = whole === 0 && bytesRead === tailBytes ? bytesRead : whole;
    const text = bytes.subarray(0, end).toString('utf8');
    return { lines: text === '' ? [] : text.replace(/\n$/, '').split('\n'), offset: offset + end };
  } finally {
    await file.close();
  }
}
