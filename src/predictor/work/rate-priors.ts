import { dot } from '../../learning/algebra/dot.js';
import { symmetricInverse } from '../../learning/algebra/symmetric-inverse.js';
import { matrixTimes, type RateBelief } from '../../learning/rates/rate-belief.js';
import { builtinPrefix } from './work.js';

/**
 * Rates that one expects of any processor before it is measured, µs per unit: 15 GMAC/s for matrix products, half of it for what they are
 * padded with, which is packed as well, 5 for depthwise ones, 0.6 ns an element, 0.3 ns more where caches do not hold it, 0.5 µs for
 * whatever a CPU does once an operation, 2 µs for what a GPU does. Where kernels are known to be reference code, what that takes: of
 * TFLite's sources, and of the first public measurements of phones (docs/adr/0013-networks-as-work-at-rates.md).
 */
const centres: readonly (readonly [RegExp, string, number])[] = [
  [/^constant$/, 'constant', 50],
  [/^skeleton$/, 'cells', 2000],
  [/ of the input$/, 'cells', 50],
  [/^(?:idle |unfed )?(?:skip_connect|nor_conv_\dx\d|avg_pool_3x3|sums|activations)$/, 'cells', 300],
  [/^grouped macs$/, 'reference', 0.8e-3],
  [/^grouped macs beside vectors$/, 'reference', 0.1e-3],
  [/^grouped windows$/, 'reference', 5e-3],
  [/^MEAN dropped$/, 'reference', 1e-2],
  [/^MEAN outputs$/, 'reference', 0.3],
  [/^(?:GELU|SOFTMAX) outputs$/, 'transcendental', 5e-3],
  [/^MEAN of integer rows$/, 'reference', 1e-2],
  [/^RESHAPE outputs$/, 'copies', 0.1e-3],
  [/^TRANSPOSE outputs$/, 'elements', 3e-3],
  [/ broadcast outputs$|^(?:add|PAD) outputs$/, 'elements', 1.2e-3],
  [/^depthwise macs|pool reads$/, 'depthwise', 1 / 5e3],
  [/^macs of padding$/, 'macs', 2 / 15e3],
  [/^macs|macs$/, 'macs', 1 / 15e3],
  [/^uncached /, 'memory', 0.3e-3],
  [/bytes$/, 'bytes', 0.1e-3],
  [/^(?:kernels|convolution steps)$/, 'counts', 2],
  [/^operations$|convolutions$|layers$|products$/, 'counts', 0.5],
  [/^depthwise rows$/, 'counts', 0.2],
];
const otherwise = { group: 'elements', us: 0.6e-3 };

/** Standard deviations of the logarithms of rates: of each by itself, of its group, of the whole processor. */
export interface RateSpread {
  readonly own: number;
  readonly group: number;
  readonly all: number;
}

/** As wide as what a processor nobody has measured may be. */
export const widestSpread: RateSpread = { own: 0.8, group: 1.2, all: 1 };

/** What is believed of the rates of these kinds of work on a processor that nothing has been measured on. */
export function priorRates(names: readonly string[], spread: RateSpread = widestSpread): RateBelief {
  const kinds = names.map(kindOf);
  const mean = Float64Array.from(kinds, ({ us }) => Math.log(us));
  return { names, mean, covariance: spreadCovariance(names, spread) };
}

/**
 * A belief of more kinds of work: those that it does not name follow from those that it does, as rates of one processor go together before
 * anything is measured (the normal distribution's conditional). The belief itself where nothing is missing.
 */
export function withKinds(belief: RateBelief, kinds: readonly string[]): RateBelief {
  const known = belief.names.length;
  const added = kinds.filter((kind) => !belief.names.includes(kind));
  if (added.length === 0) return belief;
  const names = [...belief.names, ...added];
  const size = names.length;
  const prior = priorRates(names);
  const at = (row: number, column: number) => prior.covariance[row * size + column] as number;
  const precision = symmetricInverse(priorRates(belief.names).covariance, known);
  // Weights of the known rates, 0 and 1 for those themselves.
  const weights = names.map((_, row) =>
    row < known
      ? Float64Array.from({ length: known }, (__, column) => (row === column ? 1 : 0))
      : matrixTimes(
          precision,
          Float64Array.from({ length: known }, (__, column) => at(row, column)),
        ),
  );
  const off = belief.mean.map((value, index) => value - (prior.mean[index] as number));
  const mean = prior.mean.map((value, row) => value + dot(weights[row] as Float64Array, off));
  const covariance = new Float64Array(size * size);
  for (const [row, own] of weights.entries()) {
    const spread = matrixTimes(belief.covariance, own);
    for (const [column, other] of weights.entries()) {
      const isNew = row >= known && column >= known;
      // What of the prior's covariance the known rates do not tell.
      const left = isNew
        ? at(row, column) - own.reduce((sum, weight, k) => sum + weight * at(k, column), 0)
        : 0;
      covariance[row * size + column] = dot(spread, other) + left;
    }
  }
  return { names, mean, covariance };
}

/** The covariance of rates that differ by so much, in the order of `names`, row by row. */
export function spreadCovariance(names: readonly string[], { own, group, all }: RateSpread): Float64Array {
  const groups = names.map((name) => kindOf(name).group);
  const size = names.length;
  const covariance = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const same = groups[row] === groups[column] ? group ** 2 : 0;
      covariance[row * size + column] = all ** 2 + same + (row === column ? own ** 2 : 0);
    }
  }
  return covariance;
}

function kindOf(name: string): { readonly group: string; readonly us: number } {
  const kind = name.startsWith(builtinPrefix) ? name.slice(builtinPrefix.length) : name;
  const found = centres.find(([pattern]) => pattern.test(kind));
  return found === undefined ? otherwise : { group: found[1], us: found[2] };
}
