import type { FarmError } from '../../../platform/index.js';
import type { AdbPhone } from '../../adb/index.js';
import { workerError } from '../../errors.js';
import { sha256OnPhone } from './stage-binary.js';

const damageCodes: readonly string[] = [
  'BENCHMARK_BINARY_UNUSABLE',
  // Of a tool that does not say why: its files may have gone while it read them.
  'BENCHMARK_FAILED',
  'BENCHMARK_MODEL_INVALID',
  'BENCHMARK_MODEL_MISSING',
];

/** Whether a tool or a model that is not what was put on the phone may be the reason of a failure. */
export function mayBeOfDamagedFiles(failure: FarmError): boolean {
  return damageCodes.includes(failure.code);
}

/**
 * A failure, or PHONE_FILES_LOST where files on the phone, by path, have another SHA-256 than what was put there: damaged files are the
 * phone's failure, not the tool's or the model's.
 */
export async function withItsCause(
  failure: FarmError,
  phone: AdbPhone,
  expected: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<FarmError> {
  let found: ReadonlyMap<string, string>;
  try {
    found = await sha256OnPhone(phone, [...expected.keys()], signal);
  } catch {
    return failure;
  }
  const damaged = [...expected].filter(([path, sha256]) => found.get(path) !== sha256);
  if (damaged.length === 0) return failure;
  const paths = damaged.map(([path]) => path).join(' and ');
  return workerError('PHONE_FILES_LOST', `${paths} on ${phone.adbSerial} is not what was put there`, {
    cause: failure,
  });
}
