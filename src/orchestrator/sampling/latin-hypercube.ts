import type { Random } from '../../learning/random/random.js';
import type { Design } from './design.js';

/**
 * Latin hypercubes of `size` points, one after the other (M. D. McKay, R. J. Beckman, W. J. Conover, 1979): within each, every
 * axis is cut into `size` equal slices and each slice holds one point, at a random place.
 */
export function latinHypercube(dimensions: number, size: number, random: Random): Design {
  const slices = Array.from({ length: Math.max(size, 1) }, (_, slice) => slice);
  let orders: number[][] = [];
  let used = slices.length;

  return {
    next() {
      if (used === slices.length) {
        orders = Array.from({ length: dimensions }, () => random.shuffle(slices));
        used = 0;
      }
      const point = Float64Array.from(
        orders,
        (order) => ((order[used] ?? 0) + random.uniform()) / slices.length,
      );
      used++;
      return point;
    },
  };
}
