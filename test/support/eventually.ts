import { once } from 'node:events';
import type { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** Repeats a check until it neither throws nor rejects, and returns its result. Fails with its last complaint. */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  { deadlineMs = 10_000, everyMs = 10 } = {},
): Promise<Result> {
  const lastTry = performance.now() + deadlineMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() >= lastTry) throw error;
    }
    await delay(everyMs);
  }
}

/** Waits for an event and returns its arguments; rejects when the emitter says `error` first or the deadline passes. */
export async function nextEvent(
  emitter: EventEmitter,
  name: string,
  { deadlineMs = 10_000 } = {},
): Promise<unknown[]> {
  return (await once(emitter, name, { signal: AbortSignal.timeout(deadlineMs) })) as unknown[];
}
