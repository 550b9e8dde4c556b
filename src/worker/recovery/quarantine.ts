/** When a phone that keeps failing is taken out, and for how long. */
export interface QuarantinePolicy {
  /** Failures of the phone in a row, with no run done in between. */
  readonly afterFailures: number;
  readonly firstMs: number;
  readonly longestMs: number;
}

export const defaultQuarantinePolicy: QuarantinePolicy = {
  afterFailures: 3,
  firstMs: 60_000,
  longestMs: 60 * 60_000,
};

/**
 * How long a phone with so many failures in a row is left alone: not at all below the limit, then twice as long with every
 * further one. `undefined` means that it may go on.
 */
export function quarantineMs(consecutiveFailures: number, policy: QuarantinePolicy): number | undefined {
  const beyond = consecutiveFailures - policy.afterFailures;
  if (beyond < 0) return undefined;
  return Math.min(policy.longestMs, policy.firstMs * 2 ** Math.min(beyond, 30));
}

/** Failures that speak of the phone itself, and not of its host, its lease, its heat or a single model. */
const countedCodes: readonly string[] = [
  'ADB_PROTOCOL',
  'ADB_REFUSED',
  'ADB_TIMEOUT',
  'CORE_SET_REFUSED',
  'PHONE_COMMAND_FAILED',
  'PHONE_FILES_LOST',
  'PHONE_LOST',
  'PHONE_OUTPUT_TOO_LONG',
  'PHONE_PROCESS_STUCK',
  'PUSH_CORRUPTED',
  'PUSH_REFUSED',
];

/** Whether a failure counts towards quarantine. */
export function countsAgainstPhone(code: string): boolean {
  return countedCodes.includes(code);
}
