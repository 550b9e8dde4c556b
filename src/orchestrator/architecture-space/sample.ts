import { sampleArchitecture } from '../../graph/index.js';
import type { SampledArchitecture } from '../../graph/index.js';
import { randomFromSeed } from '../../learning/random/random.js';
import { orchestratorError } from '../errors.js';
import type { NamedArchitectureSpace } from './architecture-space.js';

/** Samples in a row that were drawn before until a space counts as exhausted. */
const maxRepeats = 2000;

/**
 * Different architectures from a space. The same space, count and seed give the same samples, and a larger count begins with
 * the samples of the smaller one.
 * @throws FarmError SEARCH_SPACE_EXHAUSTED when the space has fewer than were asked for.
 */
export function sampleArchitectures(
  { name, space }: NamedArchitectureSpace,
  count: number,
  seed: number,
): readonly SampledArchitecture[] {
  const random = randomFromSeed(seed).split(name);
  const found = new Map<string, SampledArchitecture>();
  let repeats = 0;
  for (let index = 0; found.size < count; index++) {
    const sample = sampleArchitecture(space, random, index);
    repeats = found.has(sample.name) ? repeats + 1 : 0;
    found.set(sample.name, sample);
    if (repeats === maxRepeats) {
      const message = `${name} gave ${found.size} different architectures where ${count} were asked for.`;
      throw orchestratorError('SEARCH_SPACE_EXHAUSTED', message, { details: { space: name, count } });
    }
  }
  return [...found.values()];
}
