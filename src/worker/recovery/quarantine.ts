/** When a phone that keeps failing is taken out, and for how long. */
export interface QuarantinePolicy {
  /** Failures of the phone in a row, with no run done in between. */
  readonly afterFailures: number;
  readonly firstMs: number;
  readonly longestMs: number;
  /** Share of its latest runs that fail by its fault, from which a phone is taken out although others succeed in between. */
  readonly maxFailureShare: number;
}

export const defaultQuarantinePolicy: QuarantinePolicy = {
  afterFailures: 3,
  firstMs: 60_000,
  longestMs: 60 * 60_000,
  maxFailureShare: 0.5,
};

/** How a phone's latest runs ended, by the failure that was its own fault. */
export interface PhoneHealth {
  /** How many are looked at: the latest, within a day, since it last came out of quarantine. */
  readonly runs: number;
  readonly failures: Readonly<Record<string, number>>;
}

/** Fewer say nothing of a phone. */
const judgedRuns = 6;

/** The share of a phone's latest runs that did not fail by its fault; undefined where there were too few. */
export function healthScore({ runs, failures }: PhoneHealth): number | undefined {
  if (runs < judgedRuns) return undefined;
  return 1 - Object.values(failures).reduce((sum, count) => sum + count, 0) / runs;
}

/** Why a phone of such health is taken out; undefined where it is not. */
export function ailment(health: PhoneHealth, { maxFailureShare }: QuarantinePolicy): string | undefined {
  const own = Object.entries(health.failures).filter(([code]) => speaksOfPhone(code));
  const failed = own.reduce((sum, [, count]) => sum + count, 0);
  if (health.runs < judgedRuns || failed < maxFailureShare * health.runs) return undefined;
  return `${failed} of its latest ${health.runs} runs failed by its fault: ${failuresText({ failures: Object.fromEntries(own) })}`;
}

/** `RUN_TIMEOUT 4, PHONE_LOST 2` */
export function failuresText({ failures }: Pick<PhoneHealth, 'failures'>): string {
  const mostFirst = Object.entries(failures).sort(
    ([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1),
  );
  return mostFirst.map(([code, count]) => `${code} ${count}`).join(', ');
}

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

/** Whether a failed run speaks of its phone: a model that crashes the tool does so on every phone. */
function speaksOfPhone(code: string): boolean {
  return code === 'RUN_TIMEOUT' || countsAgainstPhone(code);
}

/** Whether a failure counts towards quarantine. */
export function countsAgainstPhone(code: string): boolean {
  return countedCodes.includes(code);
}
