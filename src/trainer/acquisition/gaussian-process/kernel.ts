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
  readonly lnVariance: number;
  readonly lnNoiseVariance: number;
}

/** Weight of each coordinate's squared difference, and at the end of a difference of groups. */
export function squaredWeights({ lnInverseScales }: KernelParameters): Float64Array {
  return lnInverseScales.map((value) => Math.exp(2 * value));
}

/** Squared distance under the weights of {@link squaredWeights}. */
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

/** Matérn's correlation of smoothness 5/2 (Rasmussen and Williams 2006, equation 4.17). */
export function matern52(squared: number): number {
  const scaled = Math.sqrt(5 * squared);
  return (1 + scaled + (5 / 3) * squared) * Math.exp(-scaled);
}

/** Derivative of {@link matern52} by the squared distance. */
export function matern52Slope(squared: number): number {
  const scaled = Math.sqrt(5 * squared);
  return (-5 / 6) * (1 + scaled) * Math.exp(-scaled);
}

/** Covariances of every point of `a` with every point of `b`, row by row, without noise. */
export function covariances(parameters: KernelParameters, a: Points, b: Points): Float64Array {
  const weights = squaredWeights(parameters);
  const variance = Math.exp(parameters.lnVariance);
  const matrix = new Float64Array(a.count * b.count);
  for (let row = 0; row < a.count; row++) {
    for (let column = 0; column < b.count; column++) {
      matrix[row * b.count + column] = variance * matern52(squaredDistance(weights, a, row, b, column));
    }
  }
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
