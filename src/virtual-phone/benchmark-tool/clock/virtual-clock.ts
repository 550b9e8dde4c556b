import type { RawClock, ToolClock } from './clock.js';

const calibrationReadings = 512;

/** What reading `raw` costs, in microseconds of its own: the median over batches, so that an interruption does not count. */
export function costOfReadingUs(raw: RawClock, batches = 9): number {
  const costs = Array.from({ length: batches }, () => {
    const before = raw.nowUs();
    for (let reading = 0; reading < calibrationReadings; reading += 1) raw.nowUs();
    return (raw.nowUs() - before) / (calibrationReadings + 1);
  });
  return costs.sort((a, b) => a - b)[batches >> 1] ?? 0;
}

/**
 * Time of the phone: time of the machine without what reading the clock costs, times how much slower the phone is. A factor of
 * 2 makes everything on the phone take twice as long. What it takes to find the factor out is no time of the phone.
 */
export function virtualClock(raw: RawClock, slowdown: () => number, readingCostUs: number): ToolClock {
  let factor = slowdown();
  let rawUs = raw.nowUs();
  let phoneUs = 0;
  const advance = (): number => {
    const nowUs = raw.nowUs();
    phoneUs += Math.max(0, nowUs - rawUs - readingCostUs) * factor;
    rawUs = nowUs;
    return phoneUs;
  };
  return {
    source: raw.source,
    nowMs: () => advance() / 1000,
    adjust: () => {
      advance();
      factor = slowdown();
      rawUs = raw.nowUs();
    },
  };
}
