import { sha256Hex } from '../../graph/canonical-json.js';
import { trainingSetHash, type LatencyRow } from './latency-rows.js';
import type { MeasuredNetwork } from './measured-networks.js';
import { totalsHash, type MeasuredTotal } from './measured-total.js';
import type { OverheadObservation } from './overhead-observation.js';

/** All that a release is learned from: the same, whoever measured it and whoever asks. */
export interface TrainingMaterial {
  /** Kernels to learn from. Those that were measured in a network carry its name. */
  readonly rows: readonly LatencyRow[];
  /** Networks, to learn the overhead and the width of intervals from. */
  readonly networks: readonly MeasuredNetwork[];
  /** Runs of models of single operations: they tell the overhead where no network was measured. */
  readonly singleRuns: readonly OverheadObservation[];
  /** Mean absolute difference of a run from the mean of its repetitions, as a share of it. */
  readonly noise: number;
  /**
   * Whole networks' times, where nothing timed the operations of some: rates are learned from them where there are no rows; else they are
   * weighed against the rows and correct them.
   */
  readonly totals: readonly MeasuredTotal[];
}

/** What networks say, when nothing else was measured. */
export function materialOfNetworks(networks: readonly MeasuredNetwork[]): TrainingMaterial {
  return { rows: networks.flatMap(({ kernels }) => kernels), networks, singleRuns: [], noise: 0, totals: [] };
}

/** SHA-256 of what a release is learned from: rows, whole networks' times, or both. */
export function materialHash({ rows, totals }: Pick<TrainingMaterial, 'rows' | 'totals'>): string {
  if (totals.length === 0) return trainingSetHash(rows);
  const ofTotals = totalsHash(totals);
  return rows.length === 0 ? ofTotals : sha256Hex(`${trainingSetHash(rows)}\n${ofTotals}`);
}
