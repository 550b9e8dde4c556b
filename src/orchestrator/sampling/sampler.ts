import { configurationHash } from '../../graph/index.js';
import type { OperationConfiguration } from '../../graph/model/configuration.js';
import { randomFromSeed } from '../../learning/random/random.js';
import { orchestratorError } from '../errors.js';
import type { OperationSpace, SearchSpace } from '../search-space/search-space.js';
import { createDesign } from './create-design.js';

/** How many samples: in all, shared out by the operations' shares; or for each of the named operations. */
export type SampleCounts = number | Readonly<Record<string, number>>;

/** An operation configuration, and the part of the search space it is from. */
export interface OperationSample {
  readonly operation: string;
  readonly hash: string;
  readonly configuration: OperationConfiguration;
}

/** Points tried in a row without a further configuration before an operation counts as empty or exhausted. */
const maxFruitlessTries = 2000;

/**
 * Different configurations from a search space, in the order of its operations. The same space, counts and seed give the same
 * samples, and a larger count of a Sobol design begins with the samples of the smaller one.
 * @throws FarmError SEARCH_SPACE_EMPTY when an operation has no possible configuration, SEARCH_SPACE_EXHAUSTED when it has
 *   fewer than were asked for, SAMPLE_COUNT_UNKNOWN_OPERATION when counts name an operation that the space has not.
 */
export function sampleSearchSpace(space: SearchSpace, counts: SampleCounts, seed: number): OperationSample[] {
  const perOperation = countsPerOperation(space, counts);
  const seen = new Set<string>();
  return space.operations.flatMap((operation) =>
    sampleOperation(space, operation, perOperation.get(operation.name) ?? 0, seed, seen),
  );
}

function sampleOperation(
  space: SearchSpace,
  operation: OperationSpace,
  count: number,
  seed: number,
  seen: Set<string>,
): OperationSample[] {
  const random = randomFromSeed(seed).split(space.name).split(operation.name);
  const design = createDesign(space.design, operation.dimensions, count, random);
  const samples: OperationSample[] = [];
  let fruitless = 0;
  while (samples.length < count) {
    const configuration = operation.configurationAt(design.next());
    const hash = configuration === undefined ? undefined : configurationHash(configuration);
    if (configuration !== undefined && hash !== undefined && !seen.has(hash)) {
      seen.add(hash);
      samples.push({ operation: operation.name, hash, configuration });
      fruitless = 0;
    } else if (++fruitless === maxFruitlessTries) {
      throw notEnough(space, operation, samples.length, count);
    }
  }
  return samples;
}

function notEnough(space: SearchSpace, operation: OperationSpace, found: number, count: number) {
  const details = { space: space.name, operation: operation.name, found, wanted: count };
  if (found === 0) {
    const message = `${operation.name} of ${space.name} has no possible configuration: none in ${maxFruitlessTries} tries.`;
    return orchestratorError('SEARCH_SPACE_EMPTY', message, { details });
  }
  const message = `${operation.name} of ${space.name} gave ${found} different configurations where ${count} were asked for.`;
  return orchestratorError('SEARCH_SPACE_EXHAUSTED', message, { details });
}

/** Samples of each operation by name; a total is shared out by largest remainders. */
export function countsPerOperation(space: SearchSpace, counts: SampleCounts): ReadonlyMap<string, number> {
  if (typeof counts === 'number') return shareOut(space.operations, counts);
  const known = new Set(space.operations.map(({ name }) => name));
  const unknown = Object.keys(counts).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const message = `${space.name} has no operation ${unknown.join(', ')}; it has ${[...known].join(', ')}.`;
    throw orchestratorError('SAMPLE_COUNT_UNKNOWN_OPERATION', message, { details: { unknown } });
  }
  return new Map(Object.entries(counts));
}

function shareOut(operations: readonly OperationSpace[], total: number): ReadonlyMap<string, number> {
  const shares = operations.reduce((sum, { share }) => sum + share, 0);
  const quotas = operations.map(({ name, share }) => ({ name, quota: (total * share) / shares }));
  const counts = new Map(quotas.map(({ name, quota }) => [name, Math.floor(quota)]));
  const left = total - [...counts.values()].reduce((sum, count) => sum + count, 0);
  const byRemainder = quotas.toSorted((a, b) => (b.quota % 1) - (a.quota % 1));
  for (const { name } of byRemainder.slice(0, left)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
