import { freeCandidates, type Strategy } from './strategy.js';

/** Every candidate is as likely as any other. */
export function randomChoice(): Strategy {
  return {
    name: 'random',
    chooseBatch: (state, batchSize, random) => random.shuffle(freeCandidates(state)).slice(0, batchSize),
  };
}
