import { Cron } from 'croner';

import { wallClockOf } from './wall-clock.js';

/** When nights are due: a cron expression of five fields, and the time zone whose clocks it means. */
export interface Schedule {
  readonly cron: string;
  readonly timezone: string;
}

/** Why a text is no schedule, in a few words; `undefined` when it is one. */
export function scheduleProblem(cron: string): string | undefined {
  if (cron.trim().split(/\s+/).length !== 5) return 'has not five fields';
  try {
    // A day that no year has, such as the 31st of February, can be read and never comes.
    return shownTimes(cron).nextRun(new Date(0)) === null ? 'never comes' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
  }
}

/**
 * The latest moment at or before `now` that a schedule names. Where clocks skip the time that it names, the moment of the
 * change stands for it; where they show it twice, only the first is meant.
 */
export function lastDueAt({ cron, timezone }: Schedule, now: Date): Date {
  const [clock, times] = [wallClockOf(timezone), shownTimes(cron)];
  // Croner answers with times before the given one, and knows whole seconds only.
  let shownMs = Math.floor(clock.latestShownBy(now.getTime()) / 1_000) * 1_000 + 1_000;
  for (;;) {
    const [shown] = times.previousRuns(1, new Date(shownMs));
    if (shown === undefined) throw new RangeError(`${cron} was never due before ${now.toISOString()}`);
    shownMs = shown.getTime();
    const dueAtMs = clock.momentOf(shownMs);
    if (dueAtMs <= now.getTime()) return new Date(dueAtMs);
  }
}

/** The earliest moment after `now` that a schedule names: of the same moments as {@link lastDueAt}. */
export function nextDueAt({ cron, timezone }: Schedule, now: Date): Date {
  const [clock, times] = [wallClockOf(timezone), shownTimes(cron)];
  let shownMs = clock.earliestShownAfter(now.getTime());
  for (;;) {
    const shown = times.nextRun(new Date(shownMs));
    if (shown === null) throw new RangeError(`${cron} is never due after ${now.toISOString()}`);
    shownMs = shown.getTime();
    const dueAtMs = clock.momentOf(shownMs);
    if (dueAtMs > now.getTime()) return new Date(dueAtMs);
  }
}

/**
 * The times that a cron expression names, as if clocks were never changed. What happens when they are is ours: cron-parser, by
 * which BullMQ's job schedulers count, and Croner both leave out nights in some time zones.
 */
function shownTimes(cron: string): Cron {
  return new Cron(cron, { mode: '5-part', timezone: 'UTC', paused: true });
}
