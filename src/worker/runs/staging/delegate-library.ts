import type { DelegateSettings } from '../../../records/delegate-settings.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import type { AdbPhone } from '../../adb/index.js';
import { workerError } from '../../errors.js';
import { sha256OnPhone } from './stage-binary.js';

/** The file that an external delegate is, as it was when a phone was made ready for its scenario. */
export interface DelegateLibrary {
  readonly path: string;
  readonly sha256: string;
}

/**
 * The library of a scenario's external delegate on this phone; `undefined` in other scenarios. The tool goes on with the CPU where it is not
 * there, and times tell of one delegate only where all phones have the same file. Throws DELEGATE_LIBRARY_UNUSABLE for one that is not there,
 * and for another one than the campaign says.
 */
export async function findDelegateLibrary(
  phone: AdbPhone,
  { delegate }: ScenarioSpec,
  { library: path, sha256: wanted }: DelegateSettings,
  signal: AbortSignal,
): Promise<DelegateLibrary | undefined> {
  if (delegate !== 'external' || path === undefined) return undefined;
  const sha256 = (await sha256OnPhone(phone, [path], signal)).get(path);
  const what = `the delegate's library ${path} on phone ${phone.adbSerial}`;
  if (sha256 === undefined) throw unusable(`${what} is not there, or cannot be read`);
  if (wanted !== undefined && wanted !== sha256)
    throw unusable(`${what} has SHA-256 ${sha256}, not ${wanted}`);
  return { path, sha256 };
}

function unusable(message: string) {
  return workerError('DELEGATE_LIBRARY_UNUSABLE', message);
}
