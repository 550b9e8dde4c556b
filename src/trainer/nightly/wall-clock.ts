const dayMs = 86_400_000;

/** What the clocks of a time zone show, as milliseconds since 1970 on those clocks, and when they show it. */
export interface WallClock {
  /** The first moment at which the clocks show it; the moment of the change for a time that they skip. */
  momentOf(shownMs: number): number;
  /** Nothing later is shown at or before this moment, though the clocks be set back. */
  latestShownBy(atMs: number): number;
  /** Nothing earlier is shown after this moment, though the clocks be set back. */
  earliestShownAfter(atMs: number): number;
}

/** The clocks of a time zone by its IANA name. No place changes them twice within two days. */
export function wallClockOf(timezone: string): WallClock {
  const offsetAt = offsetsOf(timezone);
  const offsetsAround = (atMs: number) => [offsetAt(atMs - dayMs), offsetAt(atMs), offsetAt(atMs + dayMs)];
  return {
    momentOf(shownMs) {
      const [before, after] = [offsetAt(shownMs - dayMs), offsetAt(shownMs + dayMs)];
      const moments = [before, after]
        .map((offsetMs) => shownMs - offsetMs)
        .filter((atMs) => atMs + offsetAt(atMs) === shownMs);
      return moments.length > 0 ? Math.min(...moments) : changeBetween(offsetAt, shownMs);
    },
    latestShownBy: (atMs) => atMs + Math.max(...offsetsAround(atMs)),
    earliestShownAfter: (atMs) => atMs + Math.min(...offsetsAround(atMs)),
  };
}

/** The first moment after the change that skips a time, within the day around it. */
function changeBetween(offsetAt: (atMs: number) => number, skippedMs: number): number {
  let [before, after] = [skippedMs - dayMs, skippedMs + dayMs];
  const offsetBefore = offsetAt(before);
  while (after - before > 1_000) {
    const middle = Math.floor((before + after) / 2_000) * 1_000;
    if (offsetAt(middle) === offsetBefore) before = middle;
    else after = middle;
  }
  return after;
}

/** How much more than UTC the clocks of a time zone show at a moment, in milliseconds. */
export function offsetsOf(timeZone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
  return (atMs) => {
    const name = format.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = 0, minutes = 0, seconds = 0] =
      /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
    const offsetMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
    return sign === '-' ? -offsetMs : offsetMs;
  };
}
