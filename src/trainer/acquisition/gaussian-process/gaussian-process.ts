import { choleskyFactor, solveLower, solveUpper } from '../../learners/linear/symmetric-solve.js';
import { covariances, type KernelParameters, type Points } from './kernel.js';
import { inverseOf } from './likelihood.js';

/** Added to the diagonal, relative to the variance, so that equal points do not make the covariances singular. */
const jitter = 1e-8;

/** A Gaussian process of mean 0, conditioned on values at points (Rasmussen and Williams 2006, chapter 2). */
export class GaussianProcess {
  private readonly factor: Float64Array;
  private readonly solved: Float64Array;

  constructor(
    readonly parameters: KernelParameters,
    private readonly points: Points,
    values: Float64Array,
  ) {
    const { count } = points;
    const matrix = covariances(parameters, points, points);
    const added = this.noiseVariance + jitter * Math.exp(parameters.lnVariance);
    for (let row = 0; row < count; row++)
      matrix[row * count + row] = (matrix[row * count + row] as number) + added;
    this.factor = requireFactor(choleskyFactor(matrix, count));
    this.solved = solveUpper(this.factor, count, solveLower(this.factor, count, values));
  }

  get noiseVariance(): number {
    return Math.exp(this.parameters.lnNoiseVariance);
  }

  /** The mean at each of the points. */
  means(points: Points): Float64Array {
    const { count } = this.points;
    const shared = covariances(this.parameters, points, this.points);
    return Float64Array.from({ length: points.count }, (_, row) => {
      let sum = 0;
      for (let index = 0; index < count; index++) {
        sum += (shared[row * count + index] as number) * (this.solved[index] as number);
      }
      return sum;
    });
  }

  /** Covariances of the points with each other after conditioning, without noise, row by row. */
  posteriorCovariances(points: Points): Float64Array {
    const matrix = covariances(this.parameters, points, points);
    const explained = this.explained(points);
    for (let row = 0; row < this.points.count; row++) {
      subtractOuter(matrix, explained.subarray(row * points.count, (row + 1) * points.count));
    }
    return matrix;
  }

  /** What each value was predicted to be from all the others, minus what it is, and the standard deviation of that. */
  leaveOneOut(): { readonly error: Float64Array; readonly deviation: Float64Array } {
    const { count } = this.points;
    const inverse = inverseOf(this.factor, count);
    const diagonal = this.solved.map((_, row) => inverse[row * count + row] as number);
    return {
      error: this.solved.map((value, row) => -value / (diagonal[row] as number)),
      deviation: diagonal.map((value) => 1 / Math.sqrt(value)),
    };
  }

  /** L⁻¹ times the covariances of what is known with the points: a row for each known point. */
  private explained(points: Points): Float64Array {
    const known = this.points.count;
    const { count } = points;
    const rows = covariances(this.parameters, this.points, points);
    for (let row = 0; row < known; row++) {
      const own = rows.subarray(row * count, (row + 1) * count);
      for (let before = 0; before < row; before++) {
        const share = this.factor[row * known + before] as number;
        const other = rows.subarray(before * count, (before + 1) * count);
        for (let column = 0; column < count; column++) {
          own[column] = (own[column] as number) - share * (other[column] as number);
        }
      }
      const diagonal = this.factor[row * known + row] as number;
      for (let column = 0; column < count; column++) own[column] = (own[column] as number) / diagonal;
    }
    return rows;
  }
}

/** Subtracts v·vᵀ from a symmetric matrix. */
export function subtractOuter(matrix: Float64Array, vector: Float64Array): void {
  const count = vector.length;
  for (let row = 0; row < count; row++) {
    const value = vector[row] as number;
    if (value === 0) continue;
    const offset = row * count;
    for (let column = 0; column < count; column++) {
      matrix[offset + column] = (matrix[offset + column] as number) - value * (vector[column] as number);
    }
  }
}

function requireFactor(factor: Float64Array | undefined): Float64Array {
  if (factor === undefined) throw new RangeError('covariances with noise are positive definite');
  return factor;
}
