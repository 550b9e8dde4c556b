import { addScaled } from '../../../learning/gaussian-process/gaussian-process.js';
import {
  covarianceRow,
  covariances,
  selectPoints,
  type Points,
} from '../../../learning/gaussian-process/kernel.js';
import { selectValues } from '../../../learning/model/feature-table.js';
import type { CandidatePool } from '../pool/candidate-pool.js';
import type { LatencySurface } from './latency-surface.js';
import type { NetworkShare } from './network-shares.js';

/**
 * What is not known of the logarithms of all candidates' latencies: their covariances given what was measured, and given
 * what will be. It needs no latencies of those, for covariances depend on places alone. Rows are made when they are asked
 * for: a whole matrix of 3,000 candidates would take longer than all else.
 */
export class Posterior {
  private readonly process: LatencySurface['process'];
  private readonly points: Points;
  /** Vectors whose products with themselves are taken from the covariances before any measurement. */
  private readonly explained: Float64Array[];
  private readonly variances: Float64Array;

  constructor({ process }: LatencySurface, { points }: CandidatePool) {
    this.process = process;
    this.points = points;
    this.explained = [...process.explained(points)];
    this.variances = new Float64Array(points.count).fill(process.kernel.variance);
    for (const vector of this.explained) takeSquares(this.variances, vector);
  }

  /** Variance of the noise of a measurement. */
  get noiseVariance(): number {
    return this.process.noiseVariance;
  }

  variance(candidate: number): number {
    return Math.max(0, this.variances[candidate] as number);
  }

  /** Variance of a measurement of the candidate: of what it takes, and of the noise. */
  measurementVariance(candidate: number): number {
    return this.variance(candidate) + this.process.noiseVariance;
  }

  /** Covariances of a candidate with all. */
  row(candidate: number): Float64Array {
    const row = covarianceRow(this.process.kernel, this.points, candidate, this.points);
    for (const vector of this.explained) addScaled(row, vector, -(vector[candidate] as number));
    return row;
  }

  /** Covariances of candidates with each other, row by row. */
  among(candidates: readonly number[]): Float64Array {
    const points = selectPoints(this.points, candidates);
    const matrix = covariances(this.process.kernel, points, points);
    for (const vector of this.explained) {
      const own = selectValues(vector, candidates);
      own.forEach((value, row) => {
        own.forEach((other, column) => {
          const place = row * own.length + column;
          matrix[place] = (matrix[place] as number) - value * other;
        });
      });
    }
    return matrix;
  }

  /** Covariances of each of the sums with all candidates. */
  rowsOfSums(sums: readonly (readonly NetworkShare[])[]): Float64Array[] {
    const rows = sums.map(() => new Float64Array(this.points.count));
    const users = new Map<number, { row: Float64Array; share: number }[]>();
    sums.forEach((shares, index) => {
      for (const { candidate, share } of shares) {
        const use = { row: rows[index] as Float64Array, share };
        users.set(candidate, [...(users.get(candidate) ?? []), use]);
      }
    });
    for (const [candidate, uses] of users) {
      const own = covarianceRow(this.process.kernel, this.points, candidate, this.points);
      for (const { row, share } of uses) addScaled(row, own, share);
    }
    for (const vector of this.explained) {
      rows.forEach((row, index) => {
        addScaled(row, vector, -sumAt(vector, sums[index] as readonly NetworkShare[]));
      });
    }
    return rows;
  }

  /** Takes the candidate for measured, and returns the covariances with it before. */
  condition(candidate: number): Float64Array {
    const row = this.row(candidate);
    const scale = 1 / Math.sqrt(this.measurementVariance(candidate));
    const vector = row.map((value) => value * scale);
    this.explained.push(vector);
    takeSquares(this.variances, vector);
    return row;
  }
}

/** The sum of a vector's values at the candidates, each times its share. */
export function sumAt(vector: Float64Array, shares: readonly NetworkShare[]): number {
  return shares.reduce((sum, { candidate, share }) => sum + share * (vector[candidate] as number), 0);
}

function takeSquares(variances: Float64Array, vector: Float64Array): void {
  for (let index = 0; index < variances.length; index++) {
    variances[index] = (variances[index] as number) - (vector[index] as number) ** 2;
  }
}
