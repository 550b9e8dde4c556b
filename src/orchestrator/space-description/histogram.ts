import type { Marginal } from '../../graph/index.js';

/** More different values than these are gathered in as many ranges. */
const maximumBars = 10;

/** How often values occur: each by itself while they are few, else in ranges of equal ratio (or width, from 0 on). */
export function histogram(values: readonly number[]): Marginal['probabilities'] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length <= maximumBars) {
    return distinct.map((value) => ({ value, probability: shareOf(values, (other) => other === value) }));
  }
  const bounds = rangesOf(distinct[0] ?? 0, distinct.at(-1) ?? 0);
  return bounds.slice(1).map((high, index) => {
    const low = bounds[index] ?? 0;
    const isLast = index === bounds.length - 2;
    const probability = shareOf(values, (value) => value >= low && (value < high || isLast));
    return { value: `${rounded(low)}–${rounded(high)}`, probability };
  });
}

function rangesOf(lowest: number, highest: number): readonly number[] {
  return Array.from({ length: maximumBars + 1 }, (_, index) => {
    const share = index / maximumBars;
    return lowest > 0 ? lowest * (highest / lowest) ** share : lowest + (highest - lowest) * share;
  });
}

function shareOf(values: readonly number[], belongs: (value: number) => boolean): number {
  return values.filter(belongs).length / values.length;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
