/**
 * Points of a Gaussian process: `count` rows of `dimensions` coordinates, one after the other, and the group of each. Coordinates are
 * of the size of 1.
 */
export interface Points {
  readonly count: number;
  readonly dimensions: number;
  readonly coordinates: Float64Array;
  readonly groups: Int32Array;
}

/** What a kernel is made of. All are logarithms, so that any number is allowed. */
export interface KernelParameters {
  /** Inverse length scale of each coordinate, and at the end the distance between groups. */
  readonly lnInverseScales: Float64Array;
  readonly lnSmoothVariance: number;
  readonly lnRoughVariance: number;
  /** Length scales of the smooth part over those of the rough one. */
  readonly lnRoughness: number;
  readonly lnNoiseVariance: number;
}

/**
 * The sum of two kernels of Matérn's family on the same distances (Rasmussen and Williams 2006, equation 4.17): a smooth one
 * (ν = 3/2), and a rough one (ν = 1/2), which follows the steps that latencies make where one more channel or pixel
 * needs one more pass of the processor.
 */
export class Kernel {
  /** Weight of each coordinate's squared difference, and at the end of a difference of groups. */
  readonly weights: Float64Array;
  readonly smoothVariance: number;
  readonly roughVariance: number;
  readonly roughness: number;

  constructor(parameters: KernelParameters) {
    this.weights = parameters.lnInverseScales.map((value) => Math.exp(2 * value));
    this.smoothVariance = Math.exp(parameters.lnSmoothVariance);
    this.roughVariance = Math.exp(parameters.lnRoughVariance);
    this.roughness = Math.exp(parameters.lnRoughness);
  }

  /** Covariance of a point with itself. */
  get variance(): number {
    return this.smoothVariance + this.roughVariance;
  }

  /** Covariance of points at a squared distance. */
  covariance(squared: number): number {
    return this.smooth(squared) + this.rough(squared);
  }

  smooth(squared: number): number {
    const scaled = Math.sqrt(3 * squared);
    return this.smoothVariance * (1 + scaled) * Math.exp(-scaled);
  }

  rough(squared: number): number {
    return this.roughVariance * Math.exp(-this.roughness * Math.sqrt(squared));
  }

  /** Derivative of the smooth part by the squared distance. */
  smoothSlope(squared: number): number {
    return -1.5 * this.smoothVariance * Math.exp(-Math.sqrt(3 * squared));
  }
}

/** Squared distance under the weights of a {@link Kernel}. */
export function squaredDistance(
  weights: Float64Array,
  a: Points,
  indexA: number,
  b: Points,
  indexB: number,
): number {
  const { dimensions } = a;
  const offsetA = indexA * dimensions;
  const offsetB = indexB * dimensions;
  let sum = a.groups[indexA] === b.groups[indexB] ? 0 : (weights[dimensions] as number);
  for (let axis = 0; axis < dimensions; axis++) {
    const difference = (a.coordinates[offsetA + axis] as number) - (b.coordinates[offsetB + axis] as number);
    sum += (weights[axis] as number) * difference * difference;
  }
  return sum;
}

/** Covariances of one point of `a` with every point of `b`, without noise. */
export function covarianceRow(kernel: Kernel, a: Points, index: number, b: Points): Float64Array {
  return new Float64Array(b.count).map((_, other) =>
    kernel.covariance(squaredDistance(kernel.weights, a, index, b, other)),
  );
}

/** Covariances of every point of `a` with every point of `b`, row by row, without noise. */
export function covariances(kernel: Kernel, a: Points, b: Points): Float64Array {
  const matrix = new Float64Array(a.count * b.count);
  for (let row = 0; row < a.count; row++) matrix.set(covarianceRow(kernel, a, row, b), row * b.count);
  return matrix;
}

/** The points at the given indices. */
export function selectPoints(points: Points, indices: ArrayLike<number>): Points {
  const { dimensions } = points;
  const coordinates = new Float64Array(indices.length * dimensions);
  const groups = new Int32Array(indices.length);
  for (let row = 0; row < indices.length; row++) {
    const index = indices[row] as number;
    coordinates.set(
      points.coordinates.subarray(index * dimensions, (index + 1) * dimensions),
      row * dimensions,
    );
    groups[row] = points.groups[index] as number;
  }
  return { count: indices.length, dimensions, coordinates, groups };
}
