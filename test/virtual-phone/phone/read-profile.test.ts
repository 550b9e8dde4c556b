import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coreCountOf } from '../../../src/virtual-phone/phone/kernel-files.js';
import { readProfile } from '../../../src/virtual-phone/phone/read-profile.js';
import { UsageError } from '../../../src/virtual-phone/usage-error.js';

const profiles = new URL('../../../configs/virtual-phones/', import.meta.url).pathname;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'profile-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function readChanged(change: (text: string) => string): () => unknown {
  const file = join(directory, 'phone.yaml');
  writeFileSync(file, change(readFileSync(join(profiles, 'virtual-fast.yaml'), 'utf8')));
  return () => readProfile(file);
}

describe('a profile', () => {
  it.each(readdirSync(profiles))('of configs/virtual-phones can be read: %s', (name) => {
    expect(coreCountOf(readProfile(join(profiles, name)))).toBe(8);
  });

  it('with a wrong value is refused with its line and field', () => {
    const read = readChanged((text) => text.replace('totalMb: 65536', 'totalMb: many'));
    expect(read).toThrow(UsageError);
    expect(read).toThrow(/phone\.yaml:\d+: storage\.totalMb: /);
  });

  it('with an unknown field is refused', () => {
    expect(readChanged((text) => `${text}colour: blue\n`)).toThrow(/colour/);
  });

  it('that is no YAML is refused with its line', () => {
    expect(readChanged((text) => text.replace('clusters:', 'clusters: [')).bind(null)).toThrow(
      /phone\.yaml:\d+: /,
    );
  });

  it('that is not there is refused by name', () => {
    expect(() => readProfile('/nowhere/phone.yaml')).toThrow(/\/nowhere\/phone\.yaml: cannot be read/);
  });
});
