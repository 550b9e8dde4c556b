import { isFarmError } from '../platform/index.js';
import type { FarmError } from '../platform/index.js';
import { workerError } from './errors.js';

/** Errors of other origin are bugs here, or the database's: no phone is to blame for them. */
export function asFarmError(error: unknown): FarmError {
  if (isFarmError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return workerError('WORKER_FAILED', `the worker failed: ${reason}`, { cause: error });
}
