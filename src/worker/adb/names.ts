import { workerError } from '../errors.js';

const adbSerialPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const phonePathPattern = /^(?:\/[A-Za-z0-9._-]+)+$/;

/** A serial as `adb devices` prints it. Throws ADB_SERIAL_INVALID for one that a command line or protocol could misread. */
export function checkedAdbSerial(serial: string): string {
  if (adbSerialPattern.test(serial)) return serial;
  throw workerError('ADB_SERIAL_INVALID', `${JSON.stringify(serial)} is no adb serial`, {
    details: { serial },
  });
}

/**
 * A path on the phone. Throws PHONE_PATH_INVALID unless it is absolute, stays where it points to, and is made of letters,
 * digits, and `.`, `_`, `-`: the sync protocol separates path and mode by a comma, and shells split at spaces.
 */
export function checkedPhonePath(path: string): string {
  if (phonePathPattern.test(path) && !path.split('/').includes('..')) return path;
  throw workerError('PHONE_PATH_INVALID', `${JSON.stringify(path)} is no usable path on a phone`, {
    details: { path },
  });
}
