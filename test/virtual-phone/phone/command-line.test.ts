import { describe, expect, it } from 'vitest';
import { parseServerArguments } from '../../../src/virtual-phone/adb-server/command-line.js';
import { parsePhoneArguments } from '../../../src/virtual-phone/phone/command-line.js';
import { UsageError } from '../../../src/virtual-phone/usage-error.js';

const required = ['--profile', 'p.yaml', '--serial', 'S-1', '--root', '/phones/one'];

describe("the phone's command line", () => {
  it('needs a profile, a serial number and a root, and lets the system choose the port', () => {
    expect(parsePhoneArguments(required)).toEqual({
      profile: 'p.yaml',
      serial: 'S-1',
      root: '/phones/one',
      port: 0,
      asksForKeys: false,
      faults: [],
    });
  });

  it('takes any number of faults', () => {
    const { faults } = parsePhoneArguments([...required, '--fault', 'hot:50', '--fault', 'wedge']);
    expect(faults).toEqual([
      { name: 'hot', parameter: 50 },
      { name: 'wedge', parameter: 0 },
    ]);
  });

  it.each([
    ['no profile', ['--serial', 'S', '--root', '/phones/one'], /--profile is missing/],
    [
      'a serial number with a space',
      ['--profile', 'p', '--serial', 'a b', '--root', '/x'],
      /--serial: expected/,
    ],
    [
      'a serial number with a shell in it',
      ['--profile', 'p', '--serial', '$(x)', '--root', '/x'],
      /--serial/,
    ],
    ['a port that is none', [...required, '--port', 'x'], /--port: expected/],
    ['a fault that is none', [...required, '--fault', 'meteor'], /fault meteor: expected one of unplug/],
    ['an option that is none', ['--colour', 'blue'], /usage: /],
  ])('refuses %s', (_, args, message) => {
    expect(() => parsePhoneArguments(args)).toThrow(UsageError);
    expect(() => parsePhoneArguments(args)).toThrow(message);
  });
});

describe("the adb server's command line", () => {
  it('takes any number of phones', () => {
    expect(parseServerArguments(['--port', '5037', '--phone', 'a:1', '--phone', '::1:2'])).toEqual({
      port: 5037,
      phones: [
        { host: 'a', port: 1 },
        { host: '::1', port: 2 },
      ],
    });
  });

  it.each([['nowhere'], ['host:'], ['host:99999']])('refuses the phone %s', (address) => {
    expect(() => parseServerArguments(['--phone', address])).toThrow(UsageError);
  });
});
