import { quoteArgument } from '../adb/index.js';
import type { AdbPhone } from '../adb/index.js';

/** Android's global settings by name; `null` is how `settings get` calls one that was never set. */
export type PhoneSettings = Readonly<Record<string, string>>;

/**
 * What a phone is set to while it measures. Names: AOSP Settings.Global. Stay on at any power (1 AC + 2 USB + 4 wireless), and
 * no battery saver, which lowers clocks.
 */
export const measuringSettings: PhoneSettings = { stay_on_while_plugged_in: '7', low_power: '0' };

/** The values that the phone has now, of the settings named. */
export async function readSettings(
  phone: AdbPhone,
  names: readonly string[],
  signal: AbortSignal,
): Promise<PhoneSettings> {
  const commandText = names.map((name) => `settings get global ${quoteArgument(name)}`).join('; ');
  const lines = (await phone.read(commandText, { signal })).split('\n').map((line) => line.trim());
  return Object.fromEntries(names.map((name, index) => [name, lines[index] ?? 'null']));
}

/** Sets what differs from `current`. Some phones refuse some settings: what they are then is in the conditions of every run. */
export async function applySettings(
  phone: AdbPhone,
  wanted: PhoneSettings,
  current: PhoneSettings,
  signal: AbortSignal,
): Promise<void> {
  const commands = Object.entries(wanted)
    .filter(([name, value]) => current[name] !== value)
    .map(([name, value]) =>
      value === 'null'
        ? `settings delete global ${quoteArgument(name)}`
        : `settings put global ${quoteArgument(name)} ${quoteArgument(value)}`,
    );
  if (commands.length === 0) return;
  await phone.shell(commands.join('; '), { signal });
}
