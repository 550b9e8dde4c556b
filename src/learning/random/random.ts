import { createHash } from 'node:crypto';

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random numbers. The same seed and the same calls give the same numbers on every machine. */
export interface Random {
  /** The seed and the labels that lead to this stream: with {@link randomFromPath} another thread begins the same one. */
  readonly path: readonly string[];
  /** Uniform in [low, high); [0, 1) by default. */
  uniform(low?: number, high?: number): number;
  /** A uniform integer, both bounds included. Throws RangeError when the range is empty or not of safe integers. */
  integer(low: number, high: number): number;
  /** Normally distributed; mean 0 and standard deviation 1 by default. */
  normal(mean?: number, standardDeviation?: number): number;
  /** One of the items, each as likely. Throws RangeError when there is none. */
  pick<T>(items: readonly T[]): T;
  /** The items in random order, in a new array. */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * A stream of its own, independent of this one and of those with other labels.
   * It depends on the seed and the labels alone, not on how much was drawn before.
   */
  split(label: string): Random;
}

/** The stream that belongs to a seed. Any finite number is a seed. */
export function randomFromSeed(seed: number): Random {
  if (!Number.isFinite(seed)) throw new RangeError(`A seed is a finite number, not ${seed}.`);
  return randomFromPath([String(seed)]);
}

/** The stream at the end of a {@link Random.path}, from its beginning. */
export function randomFromPath(path: readonly string[]): Random {
  const generator = xoroshiro128plusFromState(stateOf(path));

  function uniform(low = 0, high = 1): number {
    return low + uniformFloat64(generator) * (high - low);
  }

  function integer(low: number, high: number): number {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low > high) {
      throw new RangeError(`No integers from ${low} to ${high}.`);
    }
    return uniformInt(generator, low, high);
  }

  /** Box and Muller's method, the cosine half; 1 - u keeps the logarithm's argument above zero. */
  function normal(mean = 0, standardDeviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return mean + standardDeviation * radius * Math.cos(2 * Math.PI * uniform());
  }

  function pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('Nothing to pick from.');
    return items[integer(0, items.length - 1)] as T;
  }

  /** Fisher and Yates's shuffle. */
  function shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const chosen = integer(0, last);
      [shuffled[last], shuffled[chosen]] = [shuffled[chosen] as T, shuffled[last] as T];
    }
    return shuffled;
  }

  return {
    path,
    uniform,
    integer,
    normal,
    pick,
    shuffle,
    split: (label) => randomFromPath([...path, label]),
  };
}

/** 128 bits of state from the seed and the labels. JSON keeps ['a', 'b'] and ['a,b'] apart. */
function stateOf(path: readonly string[]): number[] {
  const digest = createHash('sha256').update(JSON.stringify(path)).digest();
  return [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset));
}
