import type { GraphPrediction } from '../../predictor/index.js';

/** Operations that a prediction leaves out, because this program does not know them. */
export interface UnknownOperation {
  readonly operator: string;
  readonly count: number;
}

/** What a prediction leaves out, by operator; empty where it is of the whole network. */
export function unknownOperations({ operations }: GraphPrediction): UnknownOperation[] {
  const counts = new Map<string, number>();
  for (const { operator, source } of operations) {
    if (source === 'none') counts.set(operator, (counts.get(operator) ?? 0) + 1);
  }
  return [...counts].map(([operator, count]) => ({ operator, count }));
}

/** `EDGETPU_CUSTOM_OP ×1, WHERE ×2`. */
export function unknownText(unknown: readonly UnknownOperation[]): string {
  return unknown.map(({ operator, count }) => `${operator} ×${count}`).join(', ');
}
