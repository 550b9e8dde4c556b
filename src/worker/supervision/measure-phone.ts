import { untilDatabaseAnswers } from '../../platform/database/index.js';
import { isFarmError } from '../../platform/index.js';
import type { Clock, FarmError } from '../../platform/index.js';
import type { ConditionsSnapshot } from '../conditions/index.js';
import type { PhoneSettings } from '../conditions/settings.js';
import { workerError } from '../errors.js';
import type { PhoneRecords } from '../phones/phone-records.js';
import { asFarmError } from '../as-farm-error.js';
import type { QuarantinePolicy } from '../recovery/quarantine.js';
import type { AttachedPhone } from '../runs/attached-phone.js';
import { observedState } from './observed-state.js';
import { PhoneRunner } from './phone-runner.js';
import type { PhoneRunnerOptions } from './phone-runner.js';
import { borrowSettings, returnSettings } from './settings-keeper.js';

export interface MeasureOptions extends Omit<PhoneRunnerOptions, 'onFailures' | 'onLook' | 'onSuccess'> {
  readonly records: PhoneRecords;
  readonly clock: Clock;
  /** How long a run may go on when its worker stops, or when its phone is taken into maintenance. */
  readonly graceMs: number;
  /** How often an idle phone is asked whether it is alive, and an operator's word is looked for. */
  readonly watchMs: number;
  readonly quarantine: QuarantinePolicy;
}

/** What ends measuring on a phone from outside. */
export interface MeasureSignals {
  /** Aborts when the phone is gone. */
  readonly gone: AbortSignal;
  /** Aborts when it is gone, or the worker stops. */
  readonly any: AbortSignal;
}

/** Why a phone is kept out; the run at hand of a drained one may take its time. */
type Withheld = 'DRAINED' | 'MAINTENANCE' | 'QUARANTINED';

/** How often an idle phone is looked at, for its heat and its space. */
const lookMs = 60_000;

/**
 * Runs jobs on a phone until an operator keeps it out; `look` writes down how it is now and then, while it is idle. Throws what went wrong with the phone, or why it has to end.
 * Nothing that was seen before is written down later: what its caller writes stands.
 */
export async function measureOnPhone(
  phone: AttachedPhone,
  options: MeasureOptions,
  look: (signal: AbortSignal) => Promise<unknown>,
  signals: MeasureSignals,
): Promise<void> {
  const { records, logger } = options;
  const warn = (error: unknown) => {
    const { code, message } = asFarmError(error);
    logger.warn({ serialNumber: phone.serialNumber, code, reason: message }, 'a phone was not looked after');
  };
  const ownSettings = await borrowSettings(phone, records, signals.any);
  // One after the other: what a success clears is not judged before.
  let noted: Promise<unknown> = Promise.resolve();
  const noteNext = (write: () => Promise<void>) => void (noted = noted.then(write).catch(warn));
  const onSuccess = () => noteNext(() => records.countSuccess(phone.phoneId));
  const onFailures = () => noteNext(() => records.judgeHealth(phone.phoneId, options.quarantine));
  const onLook = (conditions: ConditionsSnapshot, neededCpus: readonly number[]) => {
    const { state, reason } = observedState(conditions, options.monitor.thresholds, neededCpus);
    noteNext(() => records.observe(phone.phoneId, state, reason));
  };
  const runner = new PhoneRunner(phone, { ...options, onSuccess, onFailures, onLook });
  const end = await endOfMeasuring(phone, runner, options, look, signals.any);
  const lost = signals.gone.aborted;
  const reason = typeof end === 'string' ? workerError('ADB_ABORTED', 'the phone is kept out') : end;
  const graceMs = end === 'DRAINED' ? Infinity : options.graceMs;
  await closeRunner(runner, lost ? 0 : graceMs, reason, signals.any, options.graceMs);
  await noted;
  if (!lost) await giveBack(phone, ownSettings, records).catch(warn);
  if (typeof end !== 'string') throw end;
}

/** A worker that stops does not wait longer than it may for the last run of a phone that is drained. */
async function closeRunner(
  runner: PhoneRunner,
  graceMs: number,
  reason: FarmError,
  signal: AbortSignal,
  graceOnStopMs: number,
): Promise<void> {
  const hurry = () => void runner.close(graceOnStopMs, reason);
  signal.addEventListener('abort', hurry);
  await runner.close(graceMs, reason);
  signal.removeEventListener('abort', hurry);
}

async function endOfMeasuring(
  phone: AttachedPhone,
  runner: PhoneRunner,
  options: MeasureOptions,
  look: (signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
): Promise<Withheld | FarmError> {
  const watching = new AbortController();
  const until = AbortSignal.any([watching.signal, signal]);
  const withheld = untilWithheld(phone, runner, options, look, until);
  try {
    return await Promise.race([rejectedBy(signal), runner.failed, withheld]);
  } catch (error) {
    return asFarmError(error);
  } finally {
    watching.abort(workerError('ADB_ABORTED', 'the phone is not measured any more'));
    await withheld.catch(() => undefined);
  }
}

/** Resolves when somebody keeps the phone out. Rejects when it is idle and does not answer: being listed proves nothing. */
async function untilWithheld(
  phone: AttachedPhone,
  runner: PhoneRunner,
  { clock, records, logger, watchMs }: MeasureOptions,
  look: (signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
): Promise<Withheld> {
  const waiting = { clock, logger, signal };
  let lookedAtMs = clock.monotonicMs();
  for (;;) {
    await clock.sleep(watchMs, signal);
    const { state } = await untilDatabaseAnswers(() => records.standing(phone.phoneId), waiting);
    if (state === 'DRAINED' || state === 'MAINTENANCE' || state === 'QUARANTINED') return state;
    if (runner.busy) continue;
    await untilDatabaseAnswers(() => records.keepWatch(phone.phoneId, phone.adb.adbSerial), waiting);
    await phone.adb.checkAlive({ signal }).catch((error: unknown) => {
      if (!isFarmError(error, 'ADB_TIMEOUT')) throw error;
      throw workerError('ADB_TIMEOUT', `phone ${phone.serialNumber} is listed and does not answer`);
    });
    if (state === 'READY' && clock.monotonicMs() - lookedAtMs < lookMs) continue;
    await untilDatabaseAnswers(() => look(signal), waiting);
    lookedAtMs = clock.monotonicMs();
  }
}

/** A phone that does not take its settings back now gets them back when it is next set up and let go. */
async function giveBack(phone: AttachedPhone, own: PhoneSettings, records: PhoneRecords): Promise<void> {
  await returnSettings(phone, own, records, AbortSignal.timeout(10_000));
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
