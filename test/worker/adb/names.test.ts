import { describe, expect, it } from 'vitest';

import { checkedAdbSerial, checkedPhonePath } from '../../../src/worker/adb/names.js';

describe('checkedAdbSerial', () => {
  it.each([
    ...['emulator-5554', '127.0.0.1:16001', '9A221FFAZ004XY', 'adb-93._adb-tls-connect._tcp.'],
    ...['adb-9A22 (2)._adb-tls-connect._tcp', '(no serial number)', '????????????'],
  ])('accepts %s', (serial) => {
    expect(checkedAdbSerial(serial)).toBe(serial);
  });

  it.each(['', 'a\n', 'a\0', 'ü', 'x'.repeat(201)])('refuses %j', (serial) => {
    expect(() => checkedAdbSerial(serial)).toThrow(expect.objectContaining({ code: 'ADB_SERIAL_INVALID' }));
  });
});

describe('checkedPhonePath', () => {
  it('accepts absolute paths of plain names', () => {
    expect(checkedPhonePath('/data/local/tmp/farm/bin/benchmark_model')).toBe(
      '/data/local/tmp/farm/bin/benchmark_model',
    );
  });

  it.each(['', 'relative', '/', '/a b', '/a,b', '/a/../b', '/a//b', '/a/', '/a;b'])('refuses %j', (path) => {
    expect(() => checkedPhonePath(path)).toThrow(expect.objectContaining({ code: 'PHONE_PATH_INVALID' }));
  });
});
