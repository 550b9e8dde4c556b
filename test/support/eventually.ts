import { once } from 'node:events';
import type { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * How long a test waits for what must happen. It is never waited out where the program works, however busy the machine, and is
 * shorter than a test's own limit (vitest.config.ts), so that a failure says what was missing.
 */
export const patienceMs = 240_000;

/** Repeats a check until it neither throws nor rejects, and returns its result. Fails with its last complaint. */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  { everyMs = 10 } = {},
): Promise<Result> {
  const lastTry = performance.now() + patienceMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() >= lastTry) throw error;
    }
    await delay(everyMs);
  }
}

/** Waits for an event and returns its arguments; rejects when the emitter says `error` first or it does not come. */
export async function nextEvent(emitter: EventEmitter, name: string): Promise<unknown[]> {
  return (await once(emitter, name, { signal: AbortSignal.timeout(patienceMs) })) as unknown[];
}
