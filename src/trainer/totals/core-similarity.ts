import type { TableScenario } from '../../exchange/published/table-scenario.js';

/** Shares of what two scenarios' rates have in common beyond what all have: they add up to 1 for a scenario and itself. */
const shares = { device: 0.25, cores: 0.25, both: 0.3, count: 0.15, own: 0.05 };

/**
 * How alike the rates of two scenarios are, from 0 to 1: of one phone, on cores of one kind, on as many cores. A product and sum of
 * similarities that are each positive definite, so that any set of scenarios gives a covariance.
 */
export function scenarioSimilarity(a: TableScenario, b: TableScenario): number {
  const device = a.device === b.device ? 1 : 0;
  const cores = coreOverlap(a.cores, b.cores);
  const count = Math.exp(-Math.abs(Math.log(coreCount(a.cores) / coreCount(b.cores))));
  const own = device === 1 && a.cores === b.cores && a.precision === b.precision ? 1 : 0;
  return (
    shares.device * device +
    shares.cores * cores +
    shares.both * device * cores * count +
    shares.count * count * cores +
    shares.own * own
  );
}

/** Cosine of the numbers of cores of each kind. */
function coreOverlap(a: string, b: string): number {
  const [left, right] = [coreKinds(a), coreKinds(b)];
  let product = 0;
  for (const [kind, count] of left) product += count * (right.get(kind) ?? 0);
  return product / (length(left) * length(right));
}

/** `1large2med` as large 1, med 2; what is no set of cores (`gpu`) is one of its own kind. */
function coreKinds(cores: string): Map<string, number> {
  const kinds = [...cores.matchAll(/(\d+)([a-z]+)/g)].map(([, count, kind]): [string, number] => [
    kind ?? '',
    Number(count),
  ]);
  return new Map(kinds.length > 0 ? kinds : [[cores, 1]]);
}

function coreCount(cores: string): number {
  return [...coreKinds(cores).values()].reduce((sum, count) => sum + count, 0);
}

function length(kinds: ReadonlyMap<string, number>): number {
  return Math.sqrt([...kinds.values()].reduce((sum, count) => sum + count ** 2, 0));
}
