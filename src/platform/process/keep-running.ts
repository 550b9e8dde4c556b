import type { ChildProcess } from 'node:child_process';

import type { Clock } from '../clock.js';
import { terminate } from './terminate.js';

/** A process that can be used, and what it said of itself. */
export interface Launched<Ready> {
  readonly child: ChildProcess;
  readonly ready: Ready;
}

export interface KeepRunningOptions {
  readonly clock: Clock;
  /** Hears of every end that nobody asked for, and of every start that failed. */
  readonly onTrouble: (reason: string) => void;
}

/** A process that is started again whenever it ends. */
export interface KeptProcess<Ready> {
  /** As it said at its first start. */
  readonly ready: Ready;
  /** Ends it for good. May be called twice. */
  stop(): Promise<void>;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** Who has run so long does not fail over and over. */
const soundAfterMs = 60_000;

/**
 * Starts a process, and starts it again whenever it ends, after pauses that grow while it keeps failing. `launch` gets what it said at its
 * first start, so that it can be again where it was. Rejects when the first start does.
 */
export async function keepRunning<Ready>(
  launch: (before: Ready | undefined) => Promise<Launched<Ready>>,
  { clock, onTrouble }: KeepRunningOptions,
): Promise<KeptProcess<Ready>> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const first = await launch(undefined);
  const { ready } = first;
  let { child } = first;

  const isStopping = () => signal.aborted;

  async function keep(): Promise<void> {
    for (let failures = 0; !isStopping(); failures++) {
      const startedMs = clock.monotonicMs();
      const reason = await endOf(child);
      if (isStopping()) return;
      onTrouble(reason);
      if (clock.monotonicMs() - startedMs >= soundAfterMs) failures = 0;
      await again(failures);
    }
    // One that was being started meanwhile.
    await terminate(child, { clock });
  }

  async function again(failures: number): Promise<void> {
    for (let attempt = failures; ; attempt++) {
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt, 10));
      await clock.sleep(pauseMs, signal).catch(() => undefined);
      if (isStopping()) return;
      try {
        ({ child } = await launch(ready));
        return;
      } catch (error) {
        onTrouble(error instanceof Error ? error.message : String(error));
      }
    }
  }

  const kept = keep();
  return {
    ready,
    async stop() {
      stopping.abort();
      await terminate(child, { clock });
      await kept;
    },
  };
}

function endOf(child: ChildProcess): Promise<string> {
  const told = (code: number | null, signal: NodeJS.Signals | null) =>
    `it ended with ${signal ?? `exit code ${String(code)}`}`;
  if (child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve(told(child.exitCode, child.signalCode));
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(told(code, signal))));
}
