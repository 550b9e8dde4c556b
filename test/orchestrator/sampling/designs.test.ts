import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createDesign } from '../../../src/orchestrator/sampling/create-design.js';
import { sobolDimensions } from '../../../src/orchestrator/sampling/direction-numbers.js';
import { latinHypercube } from '../../../src/orchestrator/sampling/latin-hypercube.js';
import {
  directionNumbers,
  maxSobolDimensions,
  sobolSequence,
} from '../../../src/orchestrator/sampling/sobol.js';
import { randomFromSeed } from '../../../src/learning/random/random.js';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const draw = (design: { next(): Float64Array }, count: number) =>
  Array.from({ length: count }, () => design.next());

/** How many points fall into each of `slices` equal slices of an axis. */
function histogram(points: readonly Float64Array[], axis: number, slices: number): number[] {
  const found = points.map((point) => Math.floor((point[axis] ?? 0) * slices));
  return Array.from({ length: slices }, (_, slice) => found.filter((each) => each === slice).length);
}

describe('a Sobol sequence', () => {
  it('puts one of its first 2^k points into each of 2^k slices of every axis, whatever the seed', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 8 }), (seed, power) => {
        const points = draw(sobolSequence(maxSobolDimensions, randomFromSeed(seed)), 2 ** power);
        for (let axis = 0; axis < maxSobolDimensions; axis++) {
          expect(histogram(points, axis, 2 ** power)).toEqual(new Array(2 ** power).fill(1));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('fills each cell of a 16 x 16 grid over its first two axes once with 256 points', () => {
    const points = draw(sobolSequence(2, randomFromSeed(7)), 256);
    const cells = new Set(points.map(([x = 0, y = 0]) => Math.floor(x * 16) * 16 + Math.floor(y * 16)));
    expect(cells.size).toBe(256);
  });

  it('begins every axis but the first with as many odd direction integers as its polynomial has degrees', () => {
    for (const dimension of sobolDimensions) {
      expect(dimension.initial).toHaveLength(dimension.degree);
      const numbers = directionNumbers(dimension);
      for (const [bit, integer] of dimension.initial.entries()) {
        expect(integer % 2).toBe(1);
        expect(integer).toBeLessThan(2 ** (bit + 1));
        expect(numbers[bit]).toBe(integer * 2 ** (31 - bit));
      }
    }
  });

  it('is built on polynomials that are primitive: x has the order 2^degree - 1', () => {
    for (const { degree, inner } of sobolDimensions) {
      const polynomial = 2 ** degree + inner * 2 + 1;
      let power = 1;
      let order = 0;
      do {
        power *= 2;
        if (power >= 2 ** degree) power ^= polynomial;
        order++;
      } while (power !== 1);
      expect(order).toBe(2 ** degree - 1);
    }
  });

  it('refuses more dimensions than it has numbers for', () => {
    expect(() => sobolSequence(maxSobolDimensions + 1, randomFromSeed(1))).toThrow(RangeError);
  });
});

describe('a Latin hypercube', () => {
  it('puts one point into each slice of every axis, hypercube after hypercube', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 40 }), (seed, size) => {
        const design = latinHypercube(3, size, randomFromSeed(seed));
        for (let round = 0; round < 2; round++) {
          const points = draw(design, size);
          for (let axis = 0; axis < 3; axis++)
            expect(histogram(points, axis, size)).toEqual(new Array(size).fill(1));
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe.each(['sobol', 'latin-hypercube'] as const)('a %s design', (kind) => {
  it('is the same for the same seed and another for another', () => {
    const points = (seed: number) => draw(createDesign(kind, 4, 20, randomFromSeed(seed)), 20);
    expect(points(1)).toEqual(points(1));
    expect(points(1)).not.toEqual(points(2));
  });

  it('stays within [0, 1)', () => {
    for (const point of draw(createDesign(kind, 5, 50, randomFromSeed(3)), 500)) {
      for (const coordinate of point) expect(coordinate >= 0 && coordinate < 1).toBe(true);
    }
  });
});

it('spreads a space of many dimensions as a Latin hypercube when the Sobol numbers do not reach', () => {
  const dimensions = maxSobolDimensions + 1;
  const points = draw(createDesign('sobol', dimensions, 10, randomFromSeed(3)), 10);
  expect(histogram(points, dimensions - 1, 10)).toEqual(new Array(10).fill(1));
});
