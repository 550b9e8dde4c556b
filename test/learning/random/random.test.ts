import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';

const draws = (seed: number, label?: string) => {
  const random = label === undefined ? randomFromSeed(seed) : randomFromSeed(seed).split(label);
  return Array.from({ length: 8 }, () => random.uniform());
};

describe('randomFromSeed', () => {
  it('gives the same numbers for the same seed, on every machine', () => {
    expect(draws(7)).toEqual(draws(7));
    const random = randomFromSeed(7);
    expect([random.integer(0, 999), random.integer(0, 999), random.integer(0, 999)]).toMatchInlineSnapshot(`
      [
        512,
        982,
        598,
      ]
    `);
  });

  it('gives other numbers for another seed or another label', () => {
    expect(draws(7)).not.toEqual(draws(8));
    expect(draws(7, 'a')).not.toEqual(draws(7, 'b'));
    expect(draws(7, 'a')).not.toEqual(draws(7));
  });

  it('splits into streams that do not depend on what was drawn before', () => {
    const untouched = randomFromSeed(7).split('forest').split('tree 3');
    const drawn = randomFromSeed(7);
    drawn.normal();
    expect(drawn.split('forest').split('tree 3').uniform()).toBe(untouched.uniform());
  });

  it('keeps one label with a separator apart from two labels', () => {
    expect(randomFromSeed(7).split('a,b').uniform()).not.toBe(
      randomFromSeed(7).split('a').split('b').uniform(),
    );
  });

  it('stays within the bounds that were asked for', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -1e6, max: 1e6 }), fc.nat(1e6), (seed, low, width) => {
        const random = randomFromSeed(seed);
        const integer = random.integer(low, low + width);
        expect(Number.isInteger(integer) && integer >= low && integer <= low + width).toBe(true);
        const real = random.uniform(low, low + width + 1);
        expect(real >= low && real < low + width + 1).toBe(true);
      }),
    );
  });

  it('shuffles into a permutation and leaves the original alone', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const before = [...items];
        const shuffled = randomFromSeed(seed).shuffle(items);
        expect(items).toEqual(before);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
      }),
    );
  });

  it('draws normal numbers with the mean and the standard deviation asked for', () => {
    const random = randomFromSeed(1);
    const numbers = Array.from({ length: 20_000 }, () => random.normal(10, 2));
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    expect(mean).toBeCloseTo(10, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
  });

  it('refuses an empty range, an empty choice and a seed that is no number', () => {
    const random = randomFromSeed(1);
    expect(() => random.integer(3, 2)).toThrow(RangeError);
    expect(() => random.integer(0, 1.5)).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(RangeError);
    expect(() => randomFromSeed(Number.NaN)).toThrow(RangeError);
  });
});
