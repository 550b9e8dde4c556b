import type { AdbPhone } from '../adb/index.js';
import type { Clock, Logger } from '../../platform/index.js';
import { workerError } from '../errors.js';
import { unfitnessOf } from './fitness.js';
import type { FitnessThresholds, Unfitness } from './fitness.js';
import { takeSnapshot } from './snapshot.js';
import type { ConditionsSnapshot } from './snapshot.js';

export interface FitnessWaitOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly thresholds: FitnessThresholds;
  /** Longest wait for a phone to cool or to come to rest. */
  readonly maxWaitMs: number;
  /** How often it is looked at meanwhile. */
  readonly pollMs: number;
  /** Told what every look at a phone that is waited for gave, the last of which finds it fit. */
  readonly onLook?: (conditions: ConditionsSnapshot, neededCpus: readonly number[]) => void;
}

/** What time, power, or a key press cures. */
const passing: readonly Unfitness['kind'][] = ['hot', 'low-battery', 'busy', 'cores-offline', 'asleep'];

/**
 * Looks at a phone until it is fit, up to a maximum wait: a hot one cools, an empty one is charged, a busy one comes to rest, cores that are
 * offline come back, a sleeping one is woken.
 * Throws PHONE_NOT_FIT with every reason.
 */
export async function waitForFitness(
  phone: AdbPhone,
  neededCpus: readonly number[],
  signal: AbortSignal,
  options: FitnessWaitOptions,
): Promise<ConditionsSnapshot> {
  const { clock, thresholds, maxWaitMs, pollMs, logger, onLook } = options;
  const giveUpAtMs = clock.monotonicMs() + maxWaitMs;
  for (;;) {
    const conditions = await takeSnapshot(phone, signal);
    onLook?.(conditions, neededCpus);
    const found = unfitnessOf(conditions, thresholds, neededCpus);
    if (found.length === 0) return conditions;
    const curable = found.every(({ kind }) => passing.includes(kind));
    if (!curable || clock.monotonicMs() >= giveUpAtMs) throw notFit(phone, found);
    logger.info(
      { adbSerial: phone.adbSerial, reasons: found.map(({ reason }) => reason) },
      'waiting for a phone',
    );
    if (found.some(({ kind }) => kind === 'asleep')) await wakeUp(phone, signal);
    await clock.sleep(Math.min(pollMs, Math.max(1, giveUpAtMs - clock.monotonicMs())), signal);
  }
}

async function wakeUp(phone: AdbPhone, signal: AbortSignal): Promise<void> {
  await phone.shell('input keyevent 224; wm dismiss-keyguard', { signal });
}

function notFit(phone: AdbPhone, found: readonly Unfitness[]): Error {
  const reasons = found.map(({ reason }) => reason).join('; ');
  return workerError('PHONE_NOT_FIT', `phone ${phone.adbSerial} is not fit to measure: ${reasons}`, {
    details: { kinds: found.map(({ kind }) => kind) },
  });
}
