import type { FarmError } from '../../platform/index.js';

const jobEndingCodes: readonly string[] = [
  'ADB_ABORTED',
  'ADB_SERVER_LOST',
  'ADB_TIMEOUT',
  'ADB_PROTOCOL',
  'ADB_REFUSED',
  'LEASE_LOST',
  'PHONE_COMMAND_FAILED',
  'PHONE_DRIFTED',
  'PHONE_FILES_LOST',
  'PHONE_LOST',
  'PHONE_NO_SPACE',
  'PHONE_NOT_FIT',
  'PHONE_PROCESS_STUCK',
  'PHONE_UNAUTHORIZED',
  'PUSH_CORRUPTED',
  'PUSH_REFUSED',
  'WORKER_FAILED',
];

/** What speaks of the phone or the worker, and not of the one model: the next run would meet the same. */
export function endsTheJob(failure: FarmError): boolean {
  return jobEndingCodes.includes(failure.code);
}

const noAttemptCodes: readonly string[] = [
  'ADB_ABORTED',
  'ADB_SERVER_LOST',
  'PHONE_DRIFTED',
  'PHONE_NOT_FIT',
];

/** What neither the model nor the phone's work ended: a run is as good as never started, and is not closer to having failed. */
export function isNoAttempt(failure: FarmError): boolean {
  return noAttemptCodes.includes(failure.code);
}
