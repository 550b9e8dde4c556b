import type { PhoneRecords } from '../phones/phone-records.js';
import { applySettings, measuringSettings, readSettings } from '../conditions/settings.js';
import type { PhoneSettings } from '../conditions/settings.js';
import type { AttachedPhone } from '../runs/attached-phone.js';

const appliedEvent = 'settings applied';
const restoredEvent = 'settings restored';

/**
 * Sets a phone up for measuring, after writing down what it was set to. Values that an earlier worker wrote down and never put
 * back are the phone's own: what is set now is only what that worker left behind.
 */
export async function borrowSettings(
  phone: AttachedPhone,
  records: PhoneRecords,
  signal: AbortSignal,
): Promise<PhoneSettings> {
  const names = Object.keys(measuringSettings);
  const current = await readSettings(phone.adb, names, signal);
  const latest = await records.latestEvent(phone.phoneId, [appliedEvent, restoredEvent]);
  const own = latest?.kind === appliedEvent ? (latest.detail as PhoneSettings) : current;
  if (latest?.kind !== appliedEvent) await records.note(phone.phoneId, appliedEvent, own);
  await applySettings(phone.adb, measuringSettings, current, signal);
  return own;
}

/** Puts back what was written down. */
export async function returnSettings(
  phone: AttachedPhone,
  own: PhoneSettings,
  records: PhoneRecords,
  signal: AbortSignal,
): Promise<void> {
  await applySettings(phone.adb, own, measuringSettings, signal);
  await records.note(phone.phoneId, restoredEvent, own);
}
