import { describe, expect, it } from 'vitest';

import { checkedIdentity } from '../../../src/worker/phones/check-identity.js';
import type { PhoneIdentity } from '../../../src/worker/phones/identity.js';

const small = { name: 'small', cpus: [0, 1, 2, 3], maxFrequencyKhz: 1_800_000 } as const;
const large = { name: 'large', cpus: [4, 5, 6, 7], maxFrequencyKhz: 2_800_000 } as const;
const whole: PhoneIdentity = {
  serialNumber: 'A1',
  deviceModel: 'Pixel 4',
  manufacturer: 'Google',
  socModel: 'SM8150',
  gpuModel: 'Adreno',
  abis: ['arm64-v8a'],
  androidRelease: '10',
  sdkLevel: 29,
  buildFingerprint: 'f',
  coreClusters: [small, large],
  unreadableCpus: [],
  missingCommands: [],
  properties: new Map(),
};
const halved = {
  ...whole,
  coreClusters: [{ ...small, name: 'large' as const }],
  unreadableCpus: [4, 5, 6, 7],
};
const code = (name: string) => expect.objectContaining({ code: name }) as Error;

describe('checkedIdentity', () => {
  it('lets a phone that tells everything be what it says, whatever was read before', () => {
    expect(checkedIdentity(whole, undefined)).toBe(whole);
    expect(checkedIdentity(whole, [large])).toBe(whole);
  });

  it('keeps the clusters of before where one cannot be read now', () => {
    expect(checkedIdentity(halved, [small, large])).toMatchObject({
      coreClusters: [small, large],
      unreadableCpus: [],
    });
  });

  it('refuses a phone with a cluster that nobody has ever read: its other cores would take the name', () => {
    expect(() => checkedIdentity(halved, undefined)).toThrow(code('PHONE_UNREADABLE'));
    expect(() => checkedIdentity(halved, [small])).toThrow(/4, 5, 6, 7/);
    expect(() => checkedIdentity({ ...whole, coreClusters: [] }, undefined)).toThrow(
      code('PHONE_UNREADABLE'),
    );
  });

  it('refuses Android before 8.0, and a phone without the commands that measuring needs', () => {
    expect(() => checkedIdentity({ ...whole, sdkLevel: 25 }, undefined)).toThrow(code('PHONE_TOO_OLD'));
    expect(checkedIdentity({ ...whole, sdkLevel: 26 }, undefined).sdkLevel).toBe(26);
    const bare = { ...whole, missingCommands: ['taskset'] };
    expect(() => checkedIdentity(bare, undefined)).toThrow(code('PHONE_COMMAND_MISSING'));
  });
});
