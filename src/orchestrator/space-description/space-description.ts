import type { Marginal } from '../../graph/index.js';

/** What a search space holds, for people. */
export interface SpaceDescription {
  readonly name: string;
  /** How many samples differ; of operation spaces at most so many, since constraints are not counted. */
  readonly size: bigint;
  /** How often each value is drawn. */
  readonly marginals: readonly Marginal[];
}
