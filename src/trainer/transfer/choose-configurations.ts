/** A configuration that could be measured: where it lies, and how much of the networks' time it stands for. */
export interface Candidate {
  /** Coordinates in which distance means difference in latency; as many for every candidate. */
  readonly position: Float64Array;
  readonly weight: number;
}

/**
 * Chooses what to measure: greedily the candidate that lowers Σ weight · distance to the nearest chosen one the most (facility
 * location). With few measurements such coverage of what costs time teaches more than the variance of a model. Returns indices in
 * the order of choice; all of them when the budget allows.
 */
export function chooseByCoverage(candidates: readonly Candidate[], budget: number): number[] {
  const nearest = new Float64Array(candidates.length).fill(Infinity);
  const chosen: number[] = [];
  const left = new Set(candidates.keys());
  while (chosen.length < budget && left.size > 0) {
    const next = bestNext(candidates, nearest, left);
    chosen.push(next);
    left.delete(next);
    for (let index = 0; index < candidates.length; index++) {
      nearest[index] = Math.min(nearest[index] as number, distance(candidates, index, next));
    }
  }
  return chosen;
}

function bestNext(
  candidates: readonly Candidate[],
  nearest: Float64Array,
  left: ReadonlySet<number>,
): number {
  let best = -1;
  let bestCost = Infinity;
  for (const option of left) {
    let cost = 0;
    for (let index = 0; index < candidates.length && cost < bestCost; index++) {
      const { weight } = candidates[index] as Candidate;
      cost += weight * Math.min(nearest[index] as number, distance(candidates, index, option));
    }
    if (cost >= bestCost) continue;
    best = option;
    bestCost = cost;
  }
  return best;
}

function distance(candidates: readonly Candidate[], a: number, b: number): number {
  const first = (candidates[a] as Candidate).position;
  const second = (candidates[b] as Candidate).position;
  let sum = 0;
  for (let axis = 0; axis < first.length; axis++)
    sum += ((first[axis] as number) - (second[axis] as number)) ** 2;
  return Math.sqrt(sum);
}
