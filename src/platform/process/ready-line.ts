import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

import { z } from 'zod';

import type { Clock } from '../clock.js';
import { systemClock } from '../clock.js';
import { platformError } from '../errors.js';
import { terminate } from './terminate.js';

const anyReadyLine = z.looseObject({ event: z.literal('ready') });

export interface ReadyLineOptions {
  /** How long the process may take until it is ready; 30000 by default. */
  readonly deadlineMs?: number;
  readonly clock?: Clock;
  /** Gets what the process writes to stderr, line by line, before and after it is ready. */
  readonly onStderrLine?: (line: string) => void;
}

/**
 * Waits for the one line of JSON, `{"event":"ready",…}`, with which our processes say on stdout that they can be used,
 * and returns it as checked by `schema`. Later output is drained, so that the process never blocks on it.
 * @throws FarmError PROCESS_NOT_READY with the end of the process's stderr when it ends, or takes too long (it is ended then).
 */
export async function awaitReadyLine<Schema extends z.ZodType>(
  child: ChildProcess,
  schema: Schema,
  { deadlineMs = 30_000, clock = systemClock, onStderrLine }: ReadyLineOptions = {},
): Promise<z.output<Schema>> {
  const lastLines: string[] = [];
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
      onStderrLine?.(line);
    });
  }
  const waiting = new AbortController();
  const outcome = await Promise.race([
    readyLineOf(child),
    clock.sleep(deadlineMs, waiting.signal).then(() => `was not ready after ${deadlineMs} ms`),
  ]);
  waiting.abort();
  if (typeof outcome !== 'string') return schema.parse(outcome);
  await terminate(child, { clock });
  const printed = lastLines.length === 0 ? '' : `:\n${lastLines.join('\n')}`;
  throw platformError('PROCESS_NOT_READY', `${child.spawnargs.join(' ')} ${outcome}${printed}`);
}

/** The ready line as parsed, or in words how the process ended without one. */
function readyLineOf(child: ChildProcess): Promise<object | string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`did not start (${error.message})`));
    child.on('close', (code, signal) => resolve(`ended with ${signal ?? `exit code ${String(code)}`}`));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const parsed = anyReadyLine.safeParse(parseJson(line));
      if (parsed.success) resolve(parsed.data);
    });
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
