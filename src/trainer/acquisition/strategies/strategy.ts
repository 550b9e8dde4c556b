import type { Random } from '../../../learning/random/random.js';
import type { CandidatePool } from '../pool/candidate-pool.js';
import type { LatencySurface, MeasuredCandidate } from '../surface/latency-surface.js';

/** Everything that a choice may depend on, save chance. */
export interface AcquisitionState {
  readonly pool: CandidatePool;
  /** In the order in which they were chosen. */
  readonly measured: readonly MeasuredCandidate[];
  /** Chosen before, and not measured yet. */
  readonly inFlight: readonly number[];
  /** What measuring each candidate is thought to cost, in any unit, above 0. */
  readonly costs: Float64Array;
  /** What each candidate is thought to take, µs, or in proportion to that before anything is measured. */
  readonly latenciesUs: Float64Array;
  /** What was learned from the measured candidates; absent before there are any. */
  readonly surface?: LatencySurface;
}

/** Chooses what to measure next. A pure function of the state and the random stream. */
export interface Strategy {
  readonly name: string;
  /**
   * Up to `batchSize` different candidates, neither measured nor in flight, the most wanted first; fewer only where fewer are
   * left.
   */
  chooseBatch(state: AcquisitionState, batchSize: number, random: Random): number[];
}

/** Candidates chosen before, measured or not. */
export function takenCandidates({ measured, inFlight }: AcquisitionState): Set<number> {
  return new Set([...measured.map(({ candidate }) => candidate), ...inFlight]);
}

/** Candidates that can still be chosen, in their order. */
export function freeCandidates(state: AcquisitionState): number[] {
  const taken = takenCandidates(state);
  return Array.from({ length: state.pool.size }, (_, candidate) => candidate).filter(
    (candidate) => !taken.has(candidate),
  );
}

/** Takes the candidate of the best score, tells `onChosen`, and so on until the batch is full or nothing is left. */
export function chooseGreedily(
  state: AcquisitionState,
  batchSize: number,
  scoreOf: (candidate: number) => number,
  onChosen: (candidate: number) => void,
): number[] {
  const free = new Set(freeCandidates(state));
  const chosen: number[] = [];
  while (chosen.length < batchSize && free.size > 0) {
    let best = -1;
    let bestScore = -Infinity;
    for (const candidate of free) {
      const score = scoreOf(candidate);
      if (best < 0 || score > bestScore) [best, bestScore] = [candidate, score];
    }
    free.delete(best);
    chosen.push(best);
    onChosen(best);
  }
  return chosen;
}
