import { describe, expect, it } from 'vitest';

import { isSchedule, lastDueAt } from '../../../src/trainer/nightly/schedule.js';

describe('the schedule of nightly training', () => {
  it('is due at the very moment that it names, and stays due until the next', () => {
    const due = new Date('2026-03-05T03:00:00Z');
    expect(lastDueAt('0 3 * * *', 'UTC', due)).toEqual(due);
    expect(lastDueAt('0 3 * * *', 'UTC', new Date('2026-03-06T02:59:59Z'))).toEqual(due);
    expect(lastDueAt('0 3 * * *', 'UTC', new Date('2026-03-06T03:00:01Z'))).not.toEqual(due);
  });

  it('is of the time zone it is given', () => {
    const now = new Date('2026-07-01T12:00:00Z');
    expect(lastDueAt('0 3 * * *', 'Europe/Berlin', now)).toEqual(new Date('2026-07-01T01:00:00Z'));
  });

  it.each(['', 'daily', '0 3 * *', '99 3 * * *', '0 3 * * * *'])('cannot be "%s"', (cron) => {
    expect(isSchedule(cron)).toBe(false);
  });
});
