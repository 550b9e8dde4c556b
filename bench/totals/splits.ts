import type { PublishedNetwork } from '../../src/exchange/index.js';
import { randomFromSeed } from '../../src/learning/index.js';
import { shuffledIndices } from '../../src/learning/random/shuffled-indices.js';
import { groupedFolds } from '../../src/learning/validation/cross-validation.js';
import type { EvaluateTotalsOptions } from '../../src/trainer/index.js';
import { networkFamily } from '../../src/trainer/material/measured-networks.js';

export type Lists = Pick<EvaluateTotalsOptions, 'trainModels' | 'testModels'>;

const folds = 4;
const knownTransformers = 3;

/**
 * A quarter of the networks held out, whole families. Seeds in a row hold out folds in turn: the largest families are dealt out first and
 * would be in the same fold whatever the seed.
 */
export function byFamily(networks: readonly PublishedNetwork[], seed: number): Lists {
  const names = networks.map(({ network }) => network);
  const foldOf = groupedFolds(names.map(networkFamily), folds, randomFromSeed(seed));
  const held = seed % folds;
  return {
    trainModels: names.filter((_, index) => foldOf[index] !== held),
    testModels: names.filter((_, index) => foldOf[index] === held),
  };
}

/** So many of them known, the others held out. */
export function known(networks: readonly PublishedNetwork[], count: number, seed: number): Lists {
  const order = [...shuffledIndices(networks.length, randomFromSeed(seed))];
  const names = order.map((index) => networks[index]?.network ?? '');
  return { trainModels: names.slice(0, count), testModels: names.slice(count) };
}

/** All CNNs and three transformers known, the other transformers held out. */
export function transformersHeldOut(
  networks: readonly PublishedNetwork[],
  transformers: readonly PublishedNetwork[],
  seed: number,
): Lists {
  const { trainModels, testModels } = known(transformers, knownTransformers, seed);
  return { trainModels: [...networks.map(({ network }) => network), ...trainModels], testModels };
}
