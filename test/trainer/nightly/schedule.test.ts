import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lastDueAt, nextDueAt, scheduleProblem } from '../../../src/trainer/nightly/schedule.js';
import { clockChanges, type ClockChange } from './clock-changes.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

describe('the schedule of nightly training', () => {
  it('is due at the very moment that it names, and stays due until the next', () => {
    const schedule = { cron: '0 3 * * *', timezone: 'UTC' };
    const due = new Date('2026-03-05T03:00:00Z');
    expect(lastDueAt(schedule, due)).toEqual(due);
    expect(lastDueAt(schedule, new Date('2026-03-06T02:59:59.999Z'))).toEqual(due);
    expect(lastDueAt(schedule, new Date('2026-03-06T03:00:00Z'))).not.toEqual(due);
    expect(nextDueAt(schedule, due)).toEqual(new Date('2026-03-06T03:00:00Z'));
    expect(nextDueAt(schedule, new Date('2026-03-05T02:59:59.999Z'))).toEqual(due);
  });

  it('is of the time zone it is given', () => {
    const now = new Date('2026-07-01T12:00:00Z');
    const schedule = { cron: '0 3 * * *', timezone: 'Europe/Berlin' };
    expect(lastDueAt(schedule, now)).toEqual(new Date('2026-07-01T01:00:00Z'));
  });

  it.each([
    ['', 'has not five fields'],
    ['daily', 'has not five fields'],
    ['0 3 * *', 'has not five fields'],
    ['0 3 * * * *', 'has not five fields'],
    ['99 3 * * *', 'Invalid value for minute: 99'],
    ['H 2 * * *', '(H) contains illegal characters'],
    ['0 3 31 2 *', 'never comes'],
  ])('cannot be "%s", which %s', (cron, problem) => {
    expect(scheduleProblem(cron)).toContain(problem);
  });

  it.each(['0 3 * * *', '*/20 1-5 * JAN-MAR,12 *', '30 2 29 2 *', '0 3 * * 7'])('can be "%s"', (cron) => {
    expect(scheduleProblem(cron)).toBeUndefined();
  });
});

describe('nights when clocks change', () => {
  it('come at the moment of the change where the clocks skip their time', () => {
    const berlin = { cron: '30 2 * * *', timezone: 'Europe/Berlin' };
    expect(nextDueAt(berlin, new Date('2027-03-27T12:00Z'))).toEqual(new Date('2027-03-28T01:00Z'));
    const nuuk = { cron: '30 23 * * *', timezone: 'America/Nuuk' };
    expect(nextDueAt(nuuk, new Date('2026-03-28T12:00Z'))).toEqual(new Date('2026-03-29T01:00Z'));
  });

  it('come the first time only where the clocks show their time twice', () => {
    const berlin = { cron: '30 2 * * *', timezone: 'Europe/Berlin' };
    const first = new Date('2026-10-25T00:30Z');
    expect(lastDueAt(berlin, new Date('2026-10-25T02:00Z'))).toEqual(first);
    expect(nextDueAt(berlin, first)).toEqual(new Date('2026-10-26T01:30Z'));
  });

  const changes = clockChanges(Date.UTC(2026, 0, 1), Date.UTC(2028, 0, 1));
  /** Zones whose clocks change alike are tried once. */
  const distinct = [
    ...new Map(changes.map((change) => [`${change.atMs} ${change.offsetBeforeMs}`, change])).values(),
  ];
  /** A daily schedule for some minutes after or before what clocks show when they change. */
  const nightly = ({ timezone, atMs, offsetBeforeMs }: ClockChange, minutes: number) => {
    const shown = new Date(atMs + offsetBeforeMs + minutes * minuteMs);
    return { cron: `${shown.getUTCMinutes()} ${shown.getUTCHours()} * * *`, timezone };
  };
  const aroundChange = fc.record({
    change: fc.constantFrom(...changes),
    minutes: fc.integer({ min: -150, max: 150 }),
    fromChangeMs: fc.integer({ min: -30 * hourMs, max: 30 * hourMs }),
  });

  it('knows the zones that have such nights', () => {
    const zones = changes.map(({ timezone }) => timezone);
    const known = ['Europe/Berlin', 'Africa/Cairo', 'America/Havana', 'Australia/Lord_Howe', 'Asia/Beirut'];
    expect(zones).toEqual(expect.arrayContaining(known));
  });

  it('are the same whether counted forwards or backwards', () => {
    fc.assert(
      fc.property(aroundChange, ({ change, minutes, fromChangeMs }) => {
        const schedule = nightly(change, minutes);
        const now = new Date(change.atMs + fromChangeMs);
        const [last, next] = [lastDueAt(schedule, now), nextDueAt(schedule, now)];
        expect(last.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(nextDueAt(schedule, last)).toEqual(next);
        expect(lastDueAt(schedule, next)).toEqual(next);
        expect(lastDueAt(schedule, new Date(next.getTime() - 1))).toEqual(last);
      }),
      { numRuns: 500 },
    );
  });

  it.each([-30, 0, 30, 90])('are due once a day in every zone, %i minutes from the change', (minutes) => {
    for (const change of distinct) {
      const schedule = nightly(change, minutes);
      const dues: number[] = [];
      let due = new Date(change.atMs - 3 * dayMs);
      while (due.getTime() < change.atMs + 3 * dayMs) {
        due = nextDueAt(schedule, due);
        dues.push(due.getTime());
      }
      const days = dues.slice(1).map((dueMs, index) => (dueMs - (dues[index] ?? 0)) / dayMs);
      expect({ ...change, days: days.map(Math.round) }).toEqual({ ...change, days: days.map(() => 1) });
    }
  });
});
