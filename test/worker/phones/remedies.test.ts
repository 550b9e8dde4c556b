import { expect, it } from 'vitest';

import { workerErrors } from '../../../src/worker/errors.js';
import { remedyFor } from '../../../src/worker/phones/remedies.js';

const now = new Date('2026-11-28T12:00:00Z');
const subject = (quarantinedUntil: Date | undefined) => ({ serial: 'A1', host: 'h', quarantinedUntil });

it('says when a phone in quarantine is tried again, and never a time that has passed', () => {
  const later = new Date('2026-11-28T12:30:00Z');
  expect(remedyFor('QUARANTINED', subject(later), now)).toContain('at 2026-11-28 12:30 UTC');
  for (const past of [new Date(0), now, undefined]) {
    expect(remedyFor('QUARANTINED', subject(past), now)).toMatch(/as soon as its host sees it$/);
  }
});

it('names the fleet file where a phone does not tell what measuring needs', () => {
  expect(remedyFor('UNUSABLE', subject(undefined), now)).toContain('fleet file');
  expect(workerErrors.PHONE_UNREADABLE.remedy).toContain('fleet file');
});

it('names no command for a host that starts an adb server of its own', () => {
  expect(remedyFor('UNWATCHED', subject(undefined), now)).not.toContain('farm up');
});
