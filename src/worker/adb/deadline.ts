import { isFarmError } from '../../platform/errors.js';
import type { Clock } from '../../platform/clock.js';
import { workerError } from '../errors.js';

/** How long a call may take, its opening included, and who may end it before. */
export interface CallLimits {
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs an action that ends when its signal aborts: after the deadline (ADB_TIMEOUT) or when the caller's own signal
 * aborts (its reason when that is a FarmError, else ADB_ABORTED). The promise settles then, whatever the action does.
 */
export async function withDeadline<T>(
  clock: Clock,
  what: string,
  deadlineMs: number,
  callerSignal: AbortSignal | undefined,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const call = new AbortController();
  const timer = new AbortController();
  const onCallerAbort = () => call.abort(abortReason(what, callerSignal?.reason));
  if (callerSignal?.aborted === true) throw abortReason(what, callerSignal.reason);
  callerSignal?.addEventListener('abort', onCallerAbort);
  clock.sleep(deadlineMs, timer.signal).then(
    () => call.abort(workerError('ADB_TIMEOUT', `${what}: no end after ${deadlineMs} ms`)),
    () => undefined,
  );
  const ended = new Promise<never>((_resolve, reject) => {
    call.signal.addEventListener('abort', () => reject(call.signal.reason as Error));
  });
  const result = action(call.signal);
  result.catch(() => undefined);
  ended.catch(() => undefined);
  try {
    return await Promise.race([ended, result]);
  } finally {
    timer.abort();
    callerSignal?.removeEventListener('abort', onCallerAbort);
  }
}

function abortReason(what: string, reason: unknown): Error {
  return isFarmError(reason)
    ? reason
    : workerError('ADB_ABORTED', `${what}: stopped by the caller`, { cause: reason });
}
