import type { Points } from '../../../learning/gaussian-process/kernel.js';

const iterations = 50;

/**
 * Places of all points along the directions in which they are spread most (principal components by power iteration with
 * deflation), each as a rank from 0 to 1, so that a design on the unit cube means the pool as it is spread.
 */
export function rankedPrincipalAxes(points: Points, count: number): Float64Array[] {
  const { dimensions } = points;
  const covariance = covarianceOf(points);
  return Array.from({ length: Math.min(count, dimensions) }, (_, axis) => {
    const direction = deflate(covariance, dimensions, axis);
    const places = Float64Array.from({ length: points.count }, (_, row) => {
      let sum = 0;
      for (let index = 0; index < dimensions; index++) {
        sum += (points.coordinates[row * dimensions + index] as number) * (direction[index] as number);
      }
      return sum;
    });
    return ranks(places);
  });
}

function covarianceOf({ count, dimensions, coordinates }: Points): Float64Array {
  const sums = new Float64Array(dimensions * dimensions);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dimensions; i++) {
      const value = (coordinates[row * dimensions + i] as number) / count;
      for (let j = 0; j < dimensions; j++) {
        sums[i * dimensions + j] =
          (sums[i * dimensions + j] as number) + value * (coordinates[row * dimensions + j] as number);
      }
    }
  }
  return sums;
}

/** The direction of the largest variance, which is taken out of the covariances. */
function deflate(covariance: Float64Array, size: number, start: number): Float64Array {
  let direction: Float64Array = Float64Array.from(
    { length: size },
    (_, index) => 1 / (1 + ((index + start) % size)),
  );
  let length = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const image = Float64Array.from({ length: size }, (_, row) => {
      let sum = 0;
      for (let column = 0; column < size; column++) {
        sum += (covariance[row * size + column] as number) * (direction[column] as number);
      }
      return sum;
    });
    length = Math.hypot(...image);
    if (length === 0) return direction;
    direction = image.map((value) => value / length);
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      covariance[row * size + column] =
        (covariance[row * size + column] as number) -
        length * (direction[row] as number) * (direction[column] as number);
    }
  }
  return direction;
}

/** The rank of each value among all, from 0 to 1; equal values in their order. */
function ranks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort(
    (a, b) => (values[a] as number) - (values[b] as number) || a - b,
  );
  const result = new Float64Array(values.length);
  order.forEach((row, rank) => (result[row] = (rank + 0.5) / values.length));
  return result;
}
