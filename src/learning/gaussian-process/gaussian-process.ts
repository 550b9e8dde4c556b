import { choleskyFactor, solveLower, solveUpper } from '../algebra/symmetric-solve.js';
import { inverseOfFactor } from '../algebra/inverse.js';
import { covariances, Kernel, type KernelParameters, type Points } from './kernel.js';

/** Added to the diagonal, relative to the variance, so that equal points do not make the covariances singular. */
const jitter = 1e-8;

/** A Gaussian process of mean 0, conditioned on values at points (Rasmussen and Williams 2006, chapter 2). */
export class GaussianProcess {
  readonly kernel: Kernel;
  /** (K + N)⁻¹ y: how much each value counts in the mean at a point, times its covariance with that. */
  readonly coefficients: Float64Array;
  private readonly factor: Float64Array;

  /** `noiseFactors`: the noise of each value, as a multiple of the noise of all; 1 each when left out. */
  constructor(
    readonly parameters: KernelParameters,
    private readonly points: Points,
    values: Float64Array,
    noiseFactors?: Float64Array,
  ) {
    const { count } = points;
    this.kernel = new Kernel(parameters);
    const matrix = covariances(this.kernel, points, points);
    for (let row = 0; row < count; row++) {
      const noise = this.noiseVariance * (noiseFactors?.[row] ?? 1) + jitter * this.kernel.variance;
      matrix[row * count + row] = (matrix[row * count + row] as number) + noise;
    }
    this.factor = requireFactor(choleskyFactor(matrix, count));
    this.coefficients = solveUpper(this.factor, count, solveLower(this.factor, count, values));
  }

  get noiseVariance(): number {
    return Math.exp(this.parameters.lnNoiseVariance);
  }

  /** The mean at each of the points. */
  means(points: Points): Float64Array {
    const { count } = this.points;
    const shared = covariances(this.kernel, points, this.points);
    return Float64Array.from({ length: points.count }, (_, row) => {
      let sum = 0;
      for (let index = 0; index < count; index++) {
        sum += (shared[row * count + index] as number) * (this.coefficients[index] as number);
      }
      return sum;
    });
  }

  /**
   * L⁻¹ times the covariances of what is known with the points, a row for each value known: products of their columns are what
   * knowing takes away from the covariances of the points.
   */
  explained(points: Points): readonly Float64Array[] {
    const known = this.points.count;
    const { count } = points;
    const matrix = covariances(this.kernel, this.points, points);
    const rows = Array.from({ length: known }, (_, row) => matrix.subarray(row * count, (row + 1) * count));
    rows.forEach((own, row) => {
      for (let before = 0; before < row; before++) {
        addScaled(own, rows[before] as Float64Array, -(this.factor[row * known + before] as number));
      }
      const diagonal = this.factor[row * known + row] as number;
      for (let column = 0; column < count; column++) own[column] = (own[column] as number) / diagonal;
    });
    return rows;
  }

  /** What each value was predicted to be from all the others, minus what it is, and the standard deviation of that. */
  leaveOneOut(): { readonly error: Float64Array; readonly deviation: Float64Array } {
    const { count } = this.points;
    const inverse = inverseOfFactor(this.factor, count);
    const diagonal = this.coefficients.map((_, row) => inverse[row * count + row] as number);
    return {
      error: this.coefficients.map((value, row) => -value / (diagonal[row] as number)),
      deviation: diagonal.map((value) => 1 / Math.sqrt(value)),
    };
  }
}

/** Adds a multiple of a vector of the same length. */
export function addScaled(sum: Float64Array, added: Float64Array, factor: number): void {
  for (let index = 0; index < sum.length; index++) {
    sum[index] = (sum[index] as number) + factor * (added[index] as number);
  }
}

function requireFactor(factor: Float64Array | undefined): Float64Array {
  if (factor === undefined) throw new RangeError('covariances with noise are positive definite');
  return factor;
}
