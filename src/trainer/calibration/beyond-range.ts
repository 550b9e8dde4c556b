import { learnerNamed } from '../../learning/learners/catalogue.js';
import { readRow, type FeatureTable } from '../../learning/model/feature-table.js';
import type { FittedModel } from '../../learning/model/learner.js';
import type { Random } from '../../learning/random/random.js';
import { groupedFolds, selectProblem } from '../../learning/validation/cross-validation.js';
import { rooflineTerms } from '../../predictor/features/roofline-terms.js';
import { distanceBeyond, featureRanges } from '../../predictor/kernels/kernel-predictor.js';
import { groupOfFeature } from '../../predictor/kernels/kernel-set.js';
import { unknownSpread, unknownSpreadPerLog } from '../../predictor/totals/intervals.js';
import type { LearnerChoice } from '../fit/select-learners.js';
import { problemOf, type KernelGroupRows } from '../material/latency-rows.js';

/** The slowest share of a group's configurations is predicted from the others. */
const shareBeyond = 0.3;
/** Fewer configurations are not divided. */
const fewestToDivide = 16;
/** A group counts as so many configurations' worth of all groups. */
const priorConfigurations = 5;
/** No group is thought to be further off than this, however wrong the others say. */
const widestSpread = 2;
const foldCount = 4;

/** How errors grow outside the range learned from, by kernel group: those that were tried by themselves, drawn towards all of them. */
export function spreadsPerLogBeyond(found: readonly Extrapolation[]): (kernelGroup: string) => number {
  const tried = found.filter(({ configurations }) => configurations > 0);
  const overall = drawn(
    tried.map(({ perLog, configurations }) => ({ value: perLog, count: configurations })),
    unknownSpreadPerLog,
  );
  const byGroup = new Map(tried.map((each) => [each.kernelGroup, each]));
  return (kernelGroup) => {
    const own = byGroup.get(kernelGroup);
    return own === undefined ? overall : drawn([{ value: own.perLog, count: own.configurations }], overall);
  };
}

/** What a group of which nothing was measured is off by: each is predicted by what all the others teach. */
export function unmeasuredSpread(pooled: KernelGroupRows, choice: LearnerChoice, random: Random): number {
  const groupNames = groupsOfRows(pooled.table);
  if (new Set(groupNames).size < foldCount) return unknownSpread;
  const folds = groupedFolds(groupNames, foldCount, random.split('folds'));
  const sums = new Map<string, { error: number; predicted: number }>();
  for (let fold = 0; fold < foldCount; fold++) {
    const model = fitWhere(pooled, choice, (row) => folds[row] !== fold, random.split(`fold ${fold}`));
    eachRow(pooled, model, (row, predictedUs, latencyUs) => {
      if (folds[row] !== fold) return;
      const group = groupNames[row] as string;
      const sum = sums.get(group) ?? { error: 0, predicted: 0 };
      sum.error += Math.abs(predictedUs - latencyUs);
      sum.predicted += predictedUs;
      sums.set(group, sum);
    });
  }
  const spreads = [...sums.values()].map(({ error, predicted }) => Math.min(widestSpread, error / predicted));
  return Math.max(unknownSpread, spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length);
}

/** The kernel group of each row of the table of all groups together. */
export function groupsOfRows({ names, columns, rowCount }: FeatureTable): string[] {
  const groups = new Array<string>(rowCount).fill('');
  for (const [index, name] of names.entries()) {
    const group = groupOfFeature(name);
    if (group === undefined) continue;
    columns[index]?.forEach((isMember, row) => {
      if (isMember === 1) groups[row] = group;
    });
  }
  return groups;
}

/** How errors of one kernel group grow outside the range learned from. */
export interface Extrapolation {
  readonly kernelGroup: string;
  /** By how much of the prediction, beyond the group's usual spread, for each unit of distance. */
  readonly perLog: number;
  /** Configurations that lay outside. */
  readonly configurations: number;
}

/**
 * The slowest three in ten configurations of a group are predicted by what the others teach, and what they are off by beyond the group's
 * usual spread is divided by how far outside they lie. `undefined` for groups of too few configurations.
 */
export function extrapolate(
  rows: KernelGroupRows,
  choice: LearnerChoice,
  spread: number,
  random: Random,
): Extrapolation | undefined {
  if (rows.latencyUs.length < fewestToDivide) return undefined;
  const sorted = [...rows.latencyUs].sort((a, b) => a - b);
  const limitUs = sorted[Math.floor((1 - shareBeyond) * sorted.length)] as number;
  const inside = rows.latencyUs.map((latencyUs) => (latencyUs < limitUs ? 1 : 0));
  const kept = Int32Array.from(inside.keys()).filter((row) => inside[row] === 1);
  const none = { kernelGroup: rows.kernelGroup, perLog: 0, configurations: 0 };
  if (kept.length < fewestToDivide / 2) return none;
  const model = fitWhere(rows, choice, (row) => inside[row] === 1, random);
  const ranges = featureRanges(selectProblem(problemOf(rows), kept).table);
  let [error, distances, configurations] = [0, 0, 0];
  eachRow(rows, model, (row, predictedUs, latencyUs, values) => {
    if (inside[row] === 1) return;
    const distance = distanceBeyond(values, ranges);
    if (distance === 0) return;
    error += Math.max(0, Math.abs(predictedUs - latencyUs) - spread * predictedUs);
    distances += distance * predictedUs;
    configurations++;
  });
  if (configurations === 0 || distances === 0) return none;
  return { ...none, perLog: Math.min(widestSpread, error / distances), configurations };
}

function fitWhere(
  rows: KernelGroupRows,
  { learner }: LearnerChoice,
  matches: (row: number) => boolean,
  random: Random,
): FittedModel {
  const kept = Int32Array.from(rows.latencyUs.keys()).filter(matches);
  return learnerNamed(learner, rooflineTerms(rows.table.names)).fit(
    selectProblem(problemOf(rows), kept),
    random,
  );
}

function eachRow(
  { table, latencyUs }: KernelGroupRows,
  model: FittedModel,
  visit: (row: number, predictedUs: number, latencyUs: number, values: Float64Array) => void,
): void {
  const values = new Float64Array(table.columns.length);
  for (let row = 0; row < table.rowCount; row++) {
    readRow(table, row, values);
    visit(row, model.predictRow(values), latencyUs[row] as number, values);
  }
}

/** Mean of values, each counting as often as it was seen, drawn towards what is thought otherwise. */
function drawn(
  values: readonly { readonly value: number; readonly count: number }[],
  otherwise: number,
): number {
  const sum = values.reduce(
    (total, { value, count }) => total + value * count,
    otherwise * priorConfigurations,
  );
  return sum / values.reduce((total, { count }) => total + count, priorConfigurations);
}
