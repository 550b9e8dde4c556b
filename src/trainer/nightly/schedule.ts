import { CronExpressionParser } from 'cron-parser';

/** True for a cron expression of five fields that can be read. */
export function isSchedule(cron: string): boolean {
  if (cron.trim().split(/\s+/).length !== 5) return false;
  try {
    CronExpressionParser.parse(cron);
    return true;
  } catch {
    return false;
  }
}

/** The latest moment at or before `now` that a schedule names. */
export function lastDueAt(cron: string, timezone: string, now: Date): Date {
  // The parser answers with moments strictly before its own; one more millisecond lets it answer with `now` itself.
  const currentDate = new Date(now.getTime() + 1);
  return CronExpressionParser.parse(cron, { tz: timezone, currentDate }).prev().toDate();
}
