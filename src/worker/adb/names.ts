import { workerError } from '../errors.js';

/** Printable characters: serials of wireless debugging have spaces and brackets, `adb-XXX (2)._adb-tls-connect._tcp`. */
const adbSerialPattern = /^[\x20-\x7e]{1,200}$/;
const phonePathPattern = /^(?:\/[A-Za-z0-9._-]+)+$/;

/** A serial as `adb devices` prints it. Throws ADB_SERIAL_INVALID for one that the protocol could misread. */
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
