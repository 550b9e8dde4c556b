import { dot } from '../../../learning/algebra/dot.js';
import { choleskyFactor, solveLower } from '../../../learning/algebra/symmetric-solve.js';
import { addScaled } from '../../../learning/gaussian-process/gaussian-process.js';
import { selectValues } from '../../../learning/model/feature-table.js';
import type { NetworkShare } from './network-shares.js';
import type { Posterior } from './posterior.js';

/** Covariances of networks' relative errors with each candidate's. */
export class NetworkSums {
  private readonly rows: readonly Float64Array[];

  constructor(
    networks: readonly (readonly NetworkShare[])[],
    private readonly posterior: Posterior,
  ) {
    this.rows = posterior.rowsOfSums(networks);
  }

  gain(candidate: number): number {
    let sum = 0;
    for (const row of this.rows) sum += (row[candidate] as number) ** 2;
    return sum / this.posterior.measurementVariance(candidate);
  }

  /** What measuring several candidates at once brings; 0 for none. */
  jointGain(candidates: readonly number[]): number {
    const size = candidates.length;
    const matrix = this.posterior.among(candidates);
    for (let place = 0; place < matrix.length; place += size + 1)
      matrix[place] = (matrix[place] as number) + this.posterior.noiseVariance;
    const factor = choleskyFactor(matrix, size);
    if (factor === undefined) return 0;
    return this.rows.reduce((sum, row) => {
      const known = solveLower(factor, size, selectValues(row, candidates));
      return sum + dot(known, known);
    }, 0);
  }

  condition(candidate: number): void {
    const variance = this.posterior.measurementVariance(candidate);
    const row = this.posterior.condition(candidate);
    for (const own of this.rows) addScaled(own, row, -(own[candidate] as number) / variance);
  }
}
