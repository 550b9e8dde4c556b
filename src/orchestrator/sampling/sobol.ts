import type { Random } from '../../learning/random/random.js';
import type { Design } from './design.js';
import { sobolDimensions } from './direction-numbers.js';
import type { SobolDimension } from './direction-numbers.js';

const bits = 32;

/** How many coordinates a point can have. */
export const maxSobolDimensions = sobolDimensions.length + 1;

/**
 * A Sobol sequence in Gray-code order (I. A. Antonov, V. M. Saleev, 1979), scrambled by a random lower-triangular matrix and
 * a random shift a dimension (J. Matoušek, "On the L2-discrepancy for anchored boxes", 1998): every seed gives another
 * sequence, and each keeps the property that the first 2^k points put one into each of 2^k equal slices of every axis.
 */
export function sobolSequence(dimensions: number, random: Random): Design {
  if (dimensions > maxSobolDimensions)
    throw new RangeError(`at most ${maxSobolDimensions} dimensions, not ${dimensions}`);
  const directions = Array.from({ length: dimensions }, (_, dimension) =>
    scramble(directionNumbers(sobolDimensions[dimension - 1]), random.split(`matrix ${dimension}`)),
  );
  const state = Uint32Array.from({ length: dimensions }, (_, dimension) =>
    random32(random.split(`shift ${dimension}`)),
  );
  let index = 0;

  return {
    next() {
      const point = Float64Array.from(state, (coordinate) => coordinate / 2 ** bits);
      index++;
      const changed = trailingZeros(index);
      for (const [dimension, numbers] of directions.entries()) {
        state[dimension] = ((state[dimension] ?? 0) ^ (numbers[changed] ?? 0)) >>> 0;
      }
      return point;
    },
  };
}

/** Bratley and Fox's recurrence (ACM Algorithm 659, 1988), on numbers that carry their binary point at the left. */
export function directionNumbers(dimension: SobolDimension | undefined): Uint32Array {
  const numbers = new Uint32Array(bits);
  if (dimension === undefined) return numbers.map((_, bit) => 2 ** (bits - 1 - bit));
  const { degree, inner, initial } = dimension;
  for (let bit = 0; bit < bits; bit++) {
    if (bit < degree) {
      numbers[bit] = (initial[bit] ?? 1) * 2 ** (bits - 1 - bit);
      continue;
    }
    const oldest = numbers[bit - degree] ?? 0;
    let number = oldest ^ (oldest >>> degree);
    for (let term = 1; term < degree; term++) {
      if ((inner >>> (degree - 1 - term)) & 1) number ^= numbers[bit - term] ?? 0;
    }
    numbers[bit] = number >>> 0;
  }
  return numbers;
}

/** Each output bit becomes the sum of itself and a random choice of the more significant ones. */
function scramble(numbers: Uint32Array, random: Random): Uint32Array {
  const rows = Array.from({ length: bits }, (_, row) => {
    const self = 2 ** (bits - 1 - row);
    const moreSignificant = row === 0 ? 0 : (0xffffffff << (bits - row)) >>> 0;
    return ((random32(random) & moreSignificant) | self) >>> 0;
  });
  return numbers.map((number) =>
    rows.reduce((scrambled, row) => ((scrambled << 1) | parity(row & number)) >>> 0, 0),
  );
}

function random32(random: Random): number {
  return random.integer(0, 0xffffffff);
}

function parity(word: number): number {
  let folded = word;
  for (let shift = 16; shift > 0; shift >>= 1) folded ^= folded >>> shift;
  return folded & 1;
}

function trailingZeros(positive: number): number {
  return 31 - Math.clz32(positive & -positive);
}
