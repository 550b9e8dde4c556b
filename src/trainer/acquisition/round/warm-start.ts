import { featuresOf, GraphError, type OperationConfiguration } from '../../../graph/index.js';
import type { Random } from '../../../learning/random/random.js';
import type { LatencyRow } from '../../material/latency-rows.js';
import type { Candidate } from '../pool/candidate-pool.js';
import { lnSources } from '../pool/measured-pool.js';
import { sourcePhone } from '../pool/source-phone.js';
import type { MeasuredCandidate } from '../surface/latency-surface.js';

/** A phone in a scenario that is profiled already. */
export interface ProfiledSource {
  readonly name: string;
  readonly measurements: readonly {
    readonly hash: string;
    readonly configuration: OperationConfiguration;
    readonly latencyUs: number;
  }[];
}

/** What a source is thought to take for each candidate, ln µs. */
export interface SourceLatencies {
  readonly name: string;
  readonly lnUs: Float64Array;
}

/** With fewer measurements it is not known which sources are alike. */
const fewestToCompare = 8;
/** Sources that are off by more than so many times what the most similar one is are left out. */
const mostUnlike = 1.5;
const mostSources = 3;

/**
 * What sources take for the candidates, learned from what was measured on them: the most similar ones first, by how even the ratio to
 * what was measured here is over the configurations measured here. Before there are enough of those, the ones with the most
 * measurements.
 */
export function sourceLatencies(
  sources: readonly ProfiledSource[],
  candidates: readonly Candidate[],
  measured: readonly MeasuredCandidate[],
  random: Random,
): SourceLatencies[] {
  const known = sources.map(({ name, measurements }) => {
    const rows = measurements.flatMap(rowOf);
    const phone = sourcePhone(rows, random.split(`source ${name}`));
    const [lnUs] = lnSources(candidates, [phone]) as [Float64Array];
    return { name, lnUs, size: rows.length };
  });
  if (measured.length < fewestToCompare) {
    return known.sort((a, b) => b.size - a.size).slice(0, mostSources);
  }
  const compared = known
    .map((source) => ({ ...source, unlikeness: unlikeness(source.lnUs, measured) }))
    .sort((a, b) => a.unlikeness - b.unlikeness);
  const least = compared[0]?.unlikeness ?? 0;
  return compared
    .filter((source) => source.unlikeness <= mostUnlike * least)
    .slice(0, mostSources)
    .map(({ name, lnUs }) => ({ name, lnUs }));
}

/** None for what this version of the program does not understand. */
function rowOf({ hash, configuration, latencyUs }: ProfiledSource['measurements'][number]): LatencyRow[] {
  try {
    const features = featuresOf(configuration);
    return [{ kernelGroup: configuration.operator, configuration: hash, features, latencyUs }];
  } catch (error) {
    if (error instanceof GraphError) return [];
    throw error;
  }
}

/** Spread of the logarithm of measured to source: 0 for a phone that is slower by the same factor everywhere. */
function unlikeness(lnUs: Float64Array, measured: readonly MeasuredCandidate[]): number {
  const ratios = measured.map(
    ({ candidate, latencyUs }) => Math.log(latencyUs) - (lnUs[candidate] as number),
  );
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  return Math.sqrt(ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / ratios.length);
}
