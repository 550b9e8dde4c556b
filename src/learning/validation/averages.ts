/** The arithmetic mean of at least one value. */
export function mean(values: readonly number[] | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The middle of at least one value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** How many of at least one flag are set, from 0 to 1. */
export function share(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length / flags.length;
}

/** A fraction in percent, to a thousandth, as reports tell it. */
export function percent(fraction: number): number {
  return Number((100 * fraction).toFixed(3));
}
