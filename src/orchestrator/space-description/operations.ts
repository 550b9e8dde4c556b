import { featuresOf } from '../../graph/index.js';
import type { Marginal } from '../../graph/index.js';
import { randomFromSeed } from '../../learning/random/random.js';
import { readYamlFile } from '../../platform/yaml.js';
import { createDesign } from '../sampling/create-design.js';
import { isFixed } from '../search-space/parameter.js';
import type { ParameterSpecification } from '../search-space/parameter.js';
import { searchSpaceSchema } from '../search-space/schema.js';
import type { SearchSpaceFile } from '../search-space/schema.js';
import { readSearchSpace } from '../search-space/search-space.js';
import type { OperationSpace } from '../search-space/search-space.js';
import { histogram } from './histogram.js';
import type { SpaceDescription } from './space-description.js';

/** Points of each operation's cube from which its marginals are taken. */
const drawsPerOperation = 512;
const seed = 1;

/**
 * Size of a space of operations, and how often its samples have each value of each feature. Throws FILE_UNREADABLE or
 * INVALID_FILE with lines and fields.
 */
export async function describeOperationSpace(path: string): Promise<SpaceDescription> {
  const [file, space] = await Promise.all([readYamlFile(path, searchSpaceSchema), readSearchSpace(path)]);
  const size = file.operations.reduce((sum, operation) => sum + operationSize(operation), 0n);
  const shares = space.operations.reduce((sum, { share }) => sum + share, 0);
  const operations: Marginal = {
    name: 'operation',
    probabilities: space.operations.map(({ name, share }) => ({ value: name, probability: share / shares })),
  };
  return { name: space.name, size, marginals: [operations, ...space.operations.flatMap(featureMarginals)] };
}

/** Combinations of what is drawn; a continuous variable counts once, since it only steers what is rounded. */
function operationSize({ parameters, variables, joint }: SearchSpaceFile['operations'][number]): bigint {
  const drawn = [...Object.values(parameters), ...Object.values(variables)].map(optionCount);
  return [...drawn, ...joint.map(({ choices }) => choices.length)].reduce(
    (product, count) => product * BigInt(count),
    1n,
  );
}

function optionCount(specification: ParameterSpecification): number {
  if (isFixed(specification)) return 1;
  if ('choice' in specification) return specification.choice.length;
  if (!('step' in specification)) return 1;
  const [low, high] = 'integer' in specification ? specification.integer : specification.logInteger;
  return Math.floor(high / specification.step) - Math.ceil(low / specification.step) + 1;
}

function featureMarginals(operation: OperationSpace): readonly Marginal[] {
  const design = createDesign('sobol', operation.dimensions, drawsPerOperation, randomFromSeed(seed));
  const valuesByFeature = new Map<string, number[]>();
  for (let draw = 0; draw < drawsPerOperation; draw++) {
    const configuration = operation.configurationAt(design.next());
    if (configuration === undefined) continue;
    for (const [feature, value] of Object.entries(featuresOf(configuration))) {
      valuesByFeature.set(feature, [...(valuesByFeature.get(feature) ?? []), value]);
    }
  }
  return [...valuesByFeature]
    .filter(([, values]) => new Set(values).size > 1)
    .map(([feature, values]) => ({ name: `${operation.name}.${feature}`, probabilities: histogram(values) }));
}
