import { offsetsOf } from '../../../src/trainer/nightly/wall-clock.js';

/** A moment at which the clocks of a time zone are set forward or back. */
export interface ClockChange {
  readonly timezone: string;
  readonly atMs: number;
  /** What its clocks show more than UTC until then. */
  readonly offsetBeforeMs: number;
}

const dayMs = 86_400_000;

/** All changes of clocks between two moments, in all time zones that Node knows. */
export function clockChanges(fromMs: number, toMs: number): ClockChange[] {
  return Intl.supportedValuesOf('timeZone').flatMap((timezone) => {
    const offsetAt = offsetsOf(timezone);
    const changes: ClockChange[] = [];
    for (let dayAt = fromMs; dayAt < toMs; dayAt += dayMs) {
      const offsetBeforeMs = offsetAt(dayAt);
      if (offsetAt(dayAt + dayMs) === offsetBeforeMs) continue;
      changes.push({ timezone, atMs: firstOtherMs(offsetAt, dayAt, offsetBeforeMs), offsetBeforeMs });
    }
    return changes;
  });
}

function firstOtherMs(offsetAt: (atMs: number) => number, dayAt: number, offsetBeforeMs: number): number {
  let [same, other] = [dayAt, dayAt + dayMs];
  while (other - same > 1_000) {
    const middle = Math.floor((same + other) / 2_000) * 1_000;
    if (offsetAt(middle) === offsetBeforeMs) same = middle;
    else other = middle;
  }
  return other;
}
