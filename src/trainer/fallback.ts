import type { FeatureRecord } from './learners/feature-table.js';
import type { LatencyRow } from './latency-rows.js';
import { fallbackGroup } from './kernel-predictor.js';

/** Features that every operator has. */
const commonFeatures = [
  'flops',
  'inputElements',
  'outputElements',
  'inputBytes',
  'outputBytes',
  'weightBytes',
  'movedBytes',
  'flopsPerByte',
];

/** What the predictor of unmeasured operators sees of an operation: work, bytes, and which operator it is. */
export function fallbackFeatures(operator: string, features: FeatureRecord): FeatureRecord {
  const common = Object.fromEntries(commonFeatures.map((name) => [name, features[name] ?? 0]));
  return { ...common, [`is ${operator}`]: 1 };
}

/** The rows of all operators as one group, from which operators with few measurements or none are predicted. */
export function fallbackRows(rows: readonly LatencyRow[]): LatencyRow[] {
  return rows.map((row) => ({
    ...row,
    kernelGroup: fallbackGroup,
    features: fallbackFeatures(row.kernelGroup, row.features),
  }));
}
