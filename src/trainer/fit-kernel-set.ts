import type { Random } from '../platform/random.js';
import { featureRanges, fingerprints, KernelPredictor, pooledGroup } from './kernel-predictor.js';
import { KernelSet, withGroup } from './kernel-set.js';
import { groupRows, type KernelGroupRows, type LatencyRow } from './latency-rows.js';
import { learnerNamed } from './learners/catalogue.js';
import { rooflineTerms } from './roofline-terms.js';
import type { LearnerChoice } from './select-learners.js';

/** Groups of fewer configurations have no predictor of their own: too little to learn from, or to check it with. */
export const fewestConfigurations = 8;

/** What predictors say of their origin. */
export interface Origin {
  readonly seed: number;
  readonly codeVersion: string;
  readonly trainingSetHash: string;
}

/** The groups that get a predictor: those of enough configurations, and all rows together. */
export function learnedGroups(rows: readonly LatencyRow[]): KernelGroupRows[] {
  const own = groupRows(rows).filter(({ configurations }) => configurations.length >= fewestConfigurations);
  return [...own, ...groupRows(pooledRows(rows))];
}

/** Fits the learner chosen for each group to all its rows. Groups without a choice are left to the pooled predictor. */
export function fitKernelSet(
  groups: readonly KernelGroupRows[],
  choices: readonly LearnerChoice[],
  random: Random,
  origin: Origin,
): KernelSet {
  const byGroup = new Map(choices.map((choice) => [choice.kernelGroup, choice]));
  const predictors = groups.flatMap((rows) => {
    const choice = byGroup.get(rows.kernelGroup);
    return choice === undefined ? [] : [fitGroup(rows, choice, random.split(rows.kernelGroup), origin)];
  });
  return new KernelSet(predictors);
}

function fitGroup(
  rows: KernelGroupRows,
  choice: LearnerChoice,
  random: Random,
  origin: Origin,
): KernelPredictor {
  const { kernelGroup, table, latencyUs } = rows;
  const learner = learnerNamed(choice.learner, rooflineTerms(table.names));
  const model = learner.fit({ table, target: latencyUs }, random);
  const facts = {
    kernelGroup,
    learner: choice.learner,
    features: featureRanges(table),
    trainingRows: latencyUs.length,
    metrics: choice.mapePercent,
    ...origin,
  };
  return new KernelPredictor(facts, model, fingerprints(table));
}

/** All rows as one group, with the features that every group has, and which group a row is of. */
function pooledRows(rows: readonly LatencyRow[]): LatencyRow[] {
  const shared = sharedFeatures(rows);
  return rows.map((row) => {
    const common = Object.fromEntries(shared.map((name) => [name, row.features[name] ?? 0]));
    return {
      ...row,
      kernelGroup: pooledGroup,
      configuration: `${row.kernelGroup} ${row.configuration}`,
      features: withGroup(common, row.kernelGroup),
    };
  });
}

function sharedFeatures(rows: readonly LatencyRow[]): string[] {
  const [first, ...others] = new Map(rows.map((row) => [row.kernelGroup, row.features])).values();
  return Object.keys(first ?? {}).filter((name) => others.every((features) => name in features));
}
