import { canonicalJson, sha256Hex } from '../../graph/canonical-json.js';
import { tableOfRecords, type FeatureRecord, type FeatureTable } from '../../learning/model/feature-table.js';
import type { TrainingProblem } from '../../learning/model/learner.js';
import type { LaunchRule } from '../../predictor/features/launch/launch-rule.js';
import { mean } from '../../learning/validation/averages.js';

/** One measured kernel, or the mean of several measurements of the same one. */
export interface LatencyRow {
  /** Kernels that are learned together: an operator, or a finer group. */
  readonly kernelGroup: string;
  /** Identity of what was measured. Rows of equal configuration are repeats of the same work. */
  readonly configuration: string;
  readonly features: FeatureRecord;
  readonly latencyUs: number;
  /** Name of the network it was measured in; absent where it was measured by itself. */
  readonly network?: string;
}

/** The rows of one kernel group, as learners want them. */
export interface KernelGroupRows {
  readonly kernelGroup: string;
  readonly table: FeatureTable;
  readonly latencyUs: Float64Array;
  /** How many measurements each row is the mean of. */
  readonly repeats: Float64Array;
  /** Identity of each row's configuration; no two are equal. */
  readonly configurations: readonly string[];
  /** The rule that the features of each kernel's launch were computed by, where these depend on the GPU. */
  readonly launchRule?: LaunchRule;
}

/** Rows by kernel group in alphabetical order, with one row a configuration: the mean of its measurements. */
export function groupRows(rows: readonly LatencyRow[]): KernelGroupRows[] {
  const groups = groupBy(rows, ({ kernelGroup }) => kernelGroup);
  return inOrder(groups).map(([kernelGroup, members]) => meanRows(kernelGroup, members));
}

/** One row a configuration, in the order of their identities, so that the order of measurement changes nothing. */
export function meanRows(kernelGroup: string, rows: readonly LatencyRow[]): KernelGroupRows {
  const byConfiguration = groupBy(rows, ({ configuration }) => configuration);
  const ordered = inOrder(byConfiguration);
  return {
    kernelGroup,
    table: tableOfRecords(ordered.map(([, repeats]) => (repeats[0] as LatencyRow).features)),
    latencyUs: Float64Array.from(ordered, ([, repeats]) =>
      // Sorted first, so that the sum does not depend on the order of measurement.
      mean(repeats.map(({ latencyUs }) => latencyUs).sort(ascending)),
    ),
    repeats: Float64Array.from(ordered, ([, repeats]) => repeats.length),
    configurations: ordered.map(([configuration]) => configuration),
  };
}

/**
 * The group as a problem for learners. A configuration counts as the square root of its repeats: the more often it was measured, the
 * better its mean is known, and the more networks have it.
 */
export function problemOf({ table, latencyUs, repeats }: KernelGroupRows): TrainingProblem {
  return { table, target: latencyUs, weights: repeats.map(Math.sqrt) };
}

/** SHA-256 of a training set: of every row's group, configuration and latency, whatever order they came in. */
export function trainingSetHash(rows: readonly LatencyRow[]): string {
  const lines = rows.map((row) => canonicalJson([row.kernelGroup, row.configuration, row.latencyUs]));
  return sha256Hex(lines.sort().join('\n'));
}

/** Values by the key that each has, in order of first appearance. */
export function groupBy<Key, Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function inOrder<Value>(lists: ReadonlyMap<string, Value>): [string, Value][] {
  return [...lists].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function ascending(a: number, b: number): number {
  return a - b;
}
