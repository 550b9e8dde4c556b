import { canonicalJson, sha256Hex } from '../../graph/canonical-json.js';
import type { Graph } from '../../graph/index.js';
import { workVersion, type Work } from '../../predictor/work/work.js';

/** A network, or micro model, that was timed as a whole: what rates are learned from. */
export interface MeasuredTotal {
  readonly network: string;
  /** Networks that are judged together. */
  readonly family: string;
  readonly contentHash: string;
  readonly graph: Graph;
  readonly work: Work;
  readonly us: number;
  /** Standard deviation of its repetitions, µs. */
  readonly stdUs: number;
  /** Whether its operations were timed as well. */
  readonly operationsTimed: boolean;
}

/** A total that cannot be learned from, and why. */
export interface UnknownTotal {
  readonly network: string;
  readonly reason: string;
}

/**
 * SHA-256 of totals: of how their work is counted, of what each is of and how long it took, whatever order they came in. Where networks come
 * to be counted otherwise, there is something to learn of the same totals.
 */
export function totalsHash(totals: readonly MeasuredTotal[]): string {
  const lines = totals.map(({ contentHash, us, stdUs }) => canonicalJson([contentHash, us, stdUs]));
  return sha256Hex([canonicalJson({ workVersion }), ...lines.sort()].join('\n'));
}
