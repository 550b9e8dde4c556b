import { pooledGroup, type KernelPrediction, type KernelPredictor } from './kernel-predictor.js';
import type { FeatureRecord } from '../../learning/model/feature-table.js';

/** What a kernel set says of a kernel. */
export interface KernelSetPrediction extends KernelPrediction {
  /**
   * `own`: by the predictor of its group. `pooled`: the group was measured, but too little; by all groups together. `fallback`: the
   * group was never measured; by work and bytes alone, from the others. `none`: there is no predictor that could tell; the latency is 0.
   */
  readonly source: 'own' | 'pooled' | 'fallback' | 'none';
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

  /** Whether a group was measured enough to have a predictor of its own. */
  has(kernelGroup: string): boolean {
    return this.byGroup.has(kernelGroup);
  }

  /** Predicts a kernel of a group from its features. */
  predict(kernelGroup: string, features: FeatureRecord): KernelSetPrediction {
    const own = this.byGroup.get(kernelGroup);
    if (own !== undefined) return { ...own.predict(features), source: 'own' };
    const pooled = this.byGroup.get(pooledGroup)?.predict(withGroup(features, kernelGroup));
    if (pooled === undefined)
      return { latencyUs: 0, extrapolated: true, distance: 0, measured: false, source: 'none' };
    if (this.pooledFeatures.has(groupFeature(kernelGroup))) return { ...pooled, source: 'pooled' };
    return { ...pooled, extrapolated: true, source: 'fallback' };
  }
}

/** Features of a kernel, and which group it is of, as the predictor of all groups together sees them. */
function withGroup(features: FeatureRecord, kernelGroup: string): FeatureRecord {
  return { ...features, [groupFeature(kernelGroup)]: 1 };
}

const membership = 'is ';

/** The feature of the predictor of all groups together that is 1 for kernels of a group. */
export function groupFeature(kernelGroup: string): string {
  return `${membership}${kernelGroup}`;
}

/** The group that such a feature is of; `undefined` for every other feature. */
export function groupOfFeature(name: string): string | undefined {
  return name.startsWith(membership) ? name.slice(membership.length) : undefined;
}
