import type { Random } from '../../learning/random/random.js';
import type { Design } from './design.js';
import { latinHypercube } from './latin-hypercube.js';
import { maxSobolDimensions, sobolSequence } from './sobol.js';

/** How points are spread. */
export type DesignKind = 'sobol' | 'latin-hypercube';

/**
 * A design of `dimensions` coordinates, determined by the random stream. `expected` is how many points will be drawn: a
 * Latin hypercube is balanced at multiples of it. A cube with more dimensions than the Sobol numbers reach gets a Latin
 * hypercube.
 */
export function createDesign(kind: DesignKind, dimensions: number, expected: number, random: Random): Design {
  if (kind === 'sobol' && dimensions <= maxSobolDimensions) return sobolSequence(dimensions, random);
  return latinHypercube(dimensions, expected, random);
}
