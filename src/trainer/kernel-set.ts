import type { Random } from '../platform/random.js';
import { fitKernelGroup, type FittedGroup } from './fit-kernel-group.js';
import { featureRanges, KernelPredictor, pooledGroup, type KernelPrediction } from './kernel-predictor.js';
import { groupRows, type KernelGroupRows, type LatencyRow } from './latency-rows.js';
import type { LearnerName } from './learners/catalogue.js';
import type { FeatureRecord } from './learners/feature-table.js';

/** Groups of fewer configurations have no predictor of their own: too little to learn from, or to check it with. */
export const fewestConfigurations = 8;

/** Learner of all groups together: it must extrapolate to kernels of groups it has never seen. */
const pooledLearner: LearnerName = 'roofline-power-law';

/** What a kernel set says of a kernel. */
export interface KernelSetPrediction extends KernelPrediction {
  /**
   * `own`: by the predictor of its group. `pooled`: the group was measured, but too little; by all groups together. `fallback`: the
   * group was never measured; by work and bytes alone, from the others.
   */
  readonly source: 'own' | 'pooled' | 'fallback';
}

/** Predictors of kernels: one a group, and one of all groups together for those without. */
export class KernelSet {
  private readonly byGroup: ReadonlyMap<string, KernelPredictor>;
  private readonly pooledFeatures: ReadonlySet<string>;

  constructor(readonly predictors: readonly KernelPredictor[]) {
    this.byGroup = new Map(predictors.map((predictor) => [predictor.facts.kernelGroup, predictor]));
    const pooled = this.byGroup.get(pooledGroup)?.facts.features ?? [];
    this.pooledFeatures = new Set(pooled.map(({ name }) => name));
  }

  /** Predicts a kernel of a group from its features; 0 µs when there is no predictor at all. */
  predict(kernelGroup: string, features: FeatureRecord): KernelSetPrediction {
    const own = this.byGroup.get(kernelGroup);
    if (own !== undefined) return { ...own.predict(features), source: 'own' };
    const pooled = this.byGroup.get(pooledGroup)?.predict(withGroup(features, kernelGroup));
    const { latencyUs, extrapolated } = pooled ?? { latencyUs: 0, extrapolated: true };
    if (this.pooledFeatures.has(groupFeature(kernelGroup)))
      return { latencyUs, extrapolated, source: 'pooled' };
    return { latencyUs, extrapolated: true, source: 'fallback' };
  }
}

export interface KernelSetOptions {
  /** `auto`: for each group the learner that does best in cross-validation. */
  readonly learner: LearnerName | 'auto';
  readonly random: Random;
  readonly seed: number;
  readonly codeVersion: string;
  readonly trainingSetHash: string;
  /** Told when a group is fitted. */
  readonly onGroup?: (group: FittedKernelGroup, done: number, total: number) => void;
}

/** A group with the model that was fitted to it. */
export interface FittedKernelGroup {
  readonly rows: KernelGroupRows;
  readonly fit: FittedGroup;
}

export interface FittedKernelSet {
  readonly set: KernelSet;
  readonly groups: readonly FittedKernelGroup[];
}

/** Fits a predictor to every group of enough configurations, and one to all rows together. */
export function fitKernelSet(rows: readonly LatencyRow[], options: KernelSetOptions): FittedKernelSet {
  const own = groupRows(rows).filter(({ configurations }) => configurations.length >= fewestConfigurations);
  const [pooled] = groupRows(pooledRows(rows));
  const all = [
    ...own.map((group) => ({ group, learner: options.learner })),
    ...(pooled === undefined ? [] : [{ group: pooled, learner: pooledLearner }]),
  ];
  const groups = all.map(({ group, learner }, index) => {
    const fit = fitKernelGroup(group, learner, options.random.split(group.kernelGroup));
    const fitted = { rows: group, fit };
    options.onGroup?.(fitted, index + 1, all.length);
    return fitted;
  });
  return { set: new KernelSet(groups.map((group) => toPredictor(group, options))), groups };
}

function toPredictor({ rows, fit }: FittedKernelGroup, options: KernelSetOptions): KernelPredictor {
  const facts = {
    kernelGroup: rows.kernelGroup,
    learner: fit.learner,
    features: featureRanges(rows.table),
    trainingSetHash: options.trainingSetHash,
    trainingRows: rows.latencyUs.length,
    metrics: fit.mapePercent,
    seed: options.seed,
    codeVersion: options.codeVersion,
  };
  return new KernelPredictor(facts, fit.model);
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

function withGroup(features: FeatureRecord, kernelGroup: string): FeatureRecord {
  return { ...features, [groupFeature(kernelGroup)]: 1 };
}

function groupFeature(kernelGroup: string): string {
  return `is ${kernelGroup}`;
}
