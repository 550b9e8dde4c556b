import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import type { Clock } from '../clock.js';
import { systemClock } from '../clock.js';

export interface TerminateOptions {
  /** How long the process may take to end by itself after SIGTERM before it gets SIGKILL; 5000 by default. */
  readonly graceMs?: number;
  readonly clock?: Clock;
}

export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Ends a child process: asks with SIGTERM, insists with SIGKILL, and resolves when it is gone. */
export async function terminate(
  child: ChildProcess,
  { graceMs = 5_000, clock = systemClock }: TerminateOptions = {},
): Promise<ProcessEnd> {
  if (hasEnded(child)) return endOf(child);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const waiting = new AbortController();
  const insist = clock.sleep(graceMs, waiting.signal).then(
    () => child.kill('SIGKILL'),
    () => false,
  );
  await ended;
  waiting.abort();
  await insist;
  return endOf(child);
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function endOf(child: ChildProcess): ProcessEnd {
  return { exitCode: child.exitCode, signal: child.signalCode };
}
