import { learnerNamed } from '../../learning/learners/catalogue.js';
import { columnIndex } from '../../learning/model/feature-table.js';
import type { Random } from '../../learning/random/random.js';
import { rooflineTerms } from '../../predictor/features/roofline-terms.js';
import {
  featureRanges,
  fingerprints,
  KernelPredictor,
  pooledGroup,
} from '../../predictor/kernels/kernel-predictor.js';
import { groupFeature, KernelSet } from '../../predictor/kernels/kernel-set.js';
import { groupRows, problemOf, type KernelGroupRows, type LatencyRow } from '../material/latency-rows.js';
import { chooseLaunchRule, withLaunch } from './launch-columns.js';
import type { LearnerChoice } from './select-learners.js';

/** Groups of fewer configurations have no predictor of their own: too little to learn from, or to check it with. */
export const fewestConfigurations = 8;

/** What predictors say of their origin. */
export interface Origin {
  readonly seed: number;
  readonly codeVersion: string;
  readonly trainingSetHash: string;
}

/**
 * The groups that get a predictor: those of enough configurations, and all rows together. Convolutions on a GPU have the features of
 * the launch rule that fits their latencies best.
 */
export function learnedGroups(rows: readonly LatencyRow[]): KernelGroupRows[] {
  const groups = groupRows(rows);
  if (groups.length === 0) return [];
  const own = groups.filter(({ configurations }) => configurations.length >= fewestConfigurations);
  const launchRule = chooseLaunchRule(own);
  const launched = launchRule === undefined ? own : own.map((group) => withLaunch(group, launchRule));
  return [...launched, pooledRows(groups)];
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

/** Fits the learner chosen for a group to all its rows. */
export function fitGroup(
  rows: KernelGroupRows,
  choice: LearnerChoice,
  random: Random,
  origin: Origin,
): KernelPredictor {
  const { kernelGroup, table, latencyUs, launchRule } = rows;
  const learner = learnerNamed(choice.learner, rooflineTerms(table.names));
  const model = learner.fit(problemOf(rows), random);
  const facts = {
    kernelGroup,
    learner: choice.learner,
    features: featureRanges(table),
    trainingRows: latencyUs.length,
    metrics: choice.mapePercent,
    ...(launchRule !== undefined && { launchRule }),
    ...origin,
  };
  return new KernelPredictor(facts, model, fingerprints(table));
}

/** All rows as one group, with the features that every group has, and which group a row is of. */
function pooledRows(groups: readonly KernelGroupRows[]): KernelGroupRows {
  const shared = (groups[0]?.table.names ?? []).filter((name) =>
    groups.every(({ table }) => table.names.includes(name)),
  );
  const features = shared.map((name) =>
    joined(groups.map(({ table }) => table.columns[columnIndex(table.names, name)] as Float64Array)),
  );
  const memberships = groups.map((member) =>
    joined(groups.map((group) => new Float64Array(group.latencyUs.length).fill(group === member ? 1 : 0))),
  );
  const latencyUs = joined(groups.map((group) => group.latencyUs));
  return {
    kernelGroup: pooledGroup,
    table: {
      names: [...shared, ...groups.map(({ kernelGroup }) => groupFeature(kernelGroup))],
      rowCount: latencyUs.length,
      columns: [...features, ...memberships],
    },
    latencyUs,
    repeats: joined(groups.map((group) => group.repeats)),
    configurations: groups.flatMap(({ kernelGroup, configurations }) =>
      configurations.map((configuration) => `${kernelGroup} ${configuration}`),
    ),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
