import type { CompletePrediction } from './prediction.js';

/** What operations of one kind take in one network and in another, µs. */
export interface OperatorChange {
  readonly operator: string;
  readonly beforeCount: number;
  readonly afterCount: number;
  readonly beforeUs: number;
  readonly afterUs: number;
}

/** Two networks beside each other. */
export interface PredictionComparison {
  readonly changeUs: number;
  /** Of the time before. */
  readonly changePercent: number;
  /**
   * How far off the change may be, µs. What both networks have in common is off by the same and cancels out; what differs is taken to
   * be off by as much, in proportion, as the interval of the network says.
   */
  readonly doubtUs: number;
  /** What changed most first; the overhead among them as `overhead`. */
  readonly operators: readonly OperatorChange[];
}

/** Compares what is predicted of two networks, or of one network by two releases. */
export function comparePredictions(
  before: CompletePrediction,
  after: CompletePrediction,
): PredictionComparison {
  const sums = [sumsOf(before), sumsOf(after)] as const;
  const names = new Set(sums.flatMap((sum) => [...sum.keys()]));
  const operators = [...names]
    .map((operator) => changeOf(operator, sums))
    .sort((a, b) => Math.abs(b.afterUs - b.beforeUs) - Math.abs(a.afterUs - a.beforeUs));
  const changedUs = operators.reduce((sum, { beforeUs, afterUs }) => sum + Math.abs(afterUs - beforeUs), 0);
  const { interval, totalUs } = after;
  const changeUs = totalUs - before.totalUs;
  return {
    changeUs,
    changePercent: (100 * changeUs) / before.totalUs,
    doubtUs: (changedUs * (interval.highUs - interval.lowUs)) / (2 * totalUs),
    operators,
  };
}

interface OperatorSum {
  readonly count: number;
  readonly us: number;
}

function sumsOf({ operations, overheadUs }: CompletePrediction): ReadonlyMap<string, OperatorSum> {
  const sums = new Map<string, OperatorSum>([['overhead', { count: 1, us: overheadUs }]]);
  for (const { operator, predictedUs, source } of operations) {
    if (source === 'fused') continue;
    const { count, us } = sums.get(operator) ?? { count: 0, us: 0 };
    sums.set(operator, { count: count + 1, us: us + predictedUs });
  }
  return sums;
}

function changeOf(
  operator: string,
  [before, after]: readonly [ReadonlyMap<string, OperatorSum>, ReadonlyMap<string, OperatorSum>],
): OperatorChange {
  const none = { count: 0, us: 0 };
  const { count: beforeCount, us: beforeUs } = before.get(operator) ?? none;
  const { count: afterCount, us: afterUs } = after.get(operator) ?? none;
  return { operator, beforeCount, afterCount, beforeUs, afterUs };
}
