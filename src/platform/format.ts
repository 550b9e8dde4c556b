/** A latency as people read it: `870 µs`, `12.3 ms`, `1.25 s`. */
export function latencyText(latencyUs: number): string {
  if (latencyUs < 1) return `${latencyUs.toFixed(2)} µs`;
  if (latencyUs < 1000) return `${significant(latencyUs)} µs`;
  if (latencyUs < 1_000_000) return `${significant(latencyUs / 1000)} ms`;
  return `${significant(latencyUs / 1_000_000)} s`;
}

/** A number with its sign and one decimal: `+3.4 %`. */
export function signedPercentText(percent: number): string {
  const rounded = Number(percent.toFixed(1));
  return `${rounded < 0 ? '' : '+'}${rounded.toFixed(1)} %`;
}

/** A share of 1 in whole percent; a dash for one that is not known. */
export function shareText(share: number | null): string {
  return share === null ? '-' : `${Math.round(share * 100)} %`;
}

/** A duration as people read it: `850 ms`, `12.3 s`, `4 min 05 s`. */
export function durationText(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** How long ago something was, to one unit: `45 s`, `12 min`, `3 h`, `5 d`. What is yet to come, by another clock, is now. */
export function spanText(spanMs: number): string {
  const minutes = Math.max(0, spanMs) / 60_000;
  if (minutes < 1) return `${Math.round(60 * minutes)} s`;
  if (minutes < 60) return `${Math.round(minutes)} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}

/** A count with a metric suffix: `3.2 M`. */
export function countText(count: number): string {
  if (count < 1000) return String(count);
  if (count < 1_000_000) return `${significant(count / 1000)} k`;
  if (count < 1_000_000_000) return `${significant(count / 1_000_000)} M`;
  return `${significant(count / 1_000_000_000)} G`;
}

/** Three significant digits, without an exponent. */
function significant(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
