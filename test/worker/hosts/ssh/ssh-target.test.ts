import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseSshAddress, sshAddress } from '../../../../src/worker/hosts/ssh/ssh-target.js';

describe('the address of a worker host', () => {
  it.each([
    ['lab@phones-1.example', { user: 'lab', host: 'phones-1.example', port: 22 }],
    ['root@192.168.1.4:2222', { user: 'root', host: '192.168.1.4', port: 2222 }],
    ['lab@[fe80::1]:22', { user: 'lab', host: 'fe80::1', port: 22 }],
  ])('%s is read', (text, expected) => {
    expect(parseSshAddress(text)).toEqual(expected);
  });

  it.each([
    '',
    'lab',
    '@host',
    'lab@',
    'lab@host:0',
    'lab@host:70000',
    'lab@-host',
    'a b@host',
    'lab@host -oProxy=x',
  ])('"%s" is refused', (text) => {
    expect(() => parseSshAddress(text)).toThrow(/no address/);
  });

  it('is written as it is read', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);
    fc.assert(
      fc.property(name, name, fc.integer({ min: 1, max: 65_535 }), (user, host, port) => {
        expect(parseSshAddress(sshAddress({ user, host, port }))).toEqual({ user, host, port });
      }),
    );
  });
});
