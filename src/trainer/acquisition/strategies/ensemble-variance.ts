import type { Random } from '../../../learning/random/random.js';
import { selectRows } from '../../../learning/model/feature-table.js';
import { predictTable } from '../../../learning/model/learner.js';
import { extraTrees } from '../../../learning/learners/trees/forest.js';
import { chooseGreedily, type AcquisitionState, type Strategy } from './strategy.js';
import { coverage } from './coverage.js';

const members = 24;
/** Added to the variance of a member's answers, so that candidates on which all agree do not divide by 0. */
const leastVariance = 1e-6;

/**
 * Where random trees disagree most, weighted by the square root of the latency. What the trees have in common with a choice
 * is taken out of their answers before the next, which keeps a batch diverse. Coverage before anything was measured.
 */
export function ensembleVariance(): Strategy {
  return {
    name: 'ensemble-variance',
    chooseBatch: (state, batchSize, random) => {
      if (state.measured.length === 0)
        return coverage({ costExponent: 0 }).chooseBatch(state, batchSize, random);
      const disagreement = new Disagreement(memberAnswers(state, random));
      for (const candidate of state.inFlight) disagreement.remove(candidate);
      return chooseGreedily(
        state,
        batchSize,
        (candidate) => Math.sqrt((state.latenciesUs[candidate] as number) * disagreement.variance(candidate)),
        (candidate) => disagreement.remove(candidate),
      );
    },
  };
}

/** Each member's answer for every candidate, ln µs. */
function memberAnswers({ pool, measured }: AcquisitionState, random: Random): Float64Array[] {
  const rows = measured.map(({ candidate }) => candidate);
  const table = selectRows(pool.table, rows);
  const target = Float64Array.from(measured, ({ latencyUs }) => Math.log(latencyUs));
  const learner = extraTrees({ trees: 1, minRowsPerLeaf: 1, featureShare: 0.5 });
  return Array.from({ length: members }, (_, member) =>
    predictTable(learner.fit({ table, target }, random.split(`member ${member}`)), pool.table),
  );
}

class Disagreement {
  private readonly deviations: readonly Float64Array[];

  constructor(answers: readonly Float64Array[]) {
    const size = answers[0]?.length ?? 0;
    const means = new Float64Array(size);
    for (const answer of answers) addScaled(means, answer, 1 / answers.length);
    this.deviations = answers.map((answer) => answer.map((value, index) => value - (means[index] as number)));
  }

  variance(candidate: number): number {
    return this.covariance(candidate, candidate);
  }

  /** Conditions every member on the agreed answer for the candidate. */
  remove(candidate: number): void {
    const variance = this.variance(candidate) + leastVariance;
    const slopes = Float64Array.from(
      { length: this.deviations[0]?.length ?? 0 },
      (_, other) => this.covariance(candidate, other) / variance,
    );
    for (const deviation of this.deviations) addScaled(deviation, slopes, -(deviation[candidate] as number));
  }

  private covariance(a: number, b: number): number {
    let sum = 0;
    for (const deviation of this.deviations) sum += (deviation[a] as number) * (deviation[b] as number);
    return sum / this.deviations.length;
  }
}

function addScaled(sum: Float64Array, added: Float64Array, factor: number): void {
  for (let index = 0; index < sum.length; index++) {
    sum[index] = (sum[index] as number) + factor * (added[index] as number);
  }
}
