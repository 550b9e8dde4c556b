import { groupRows, type LatencyRow } from '../../material/latency-rows.js';
import type { MeasuredNetwork } from '../../material/measured-networks.js';
import { PoolLayout, type Candidate, type CandidatePool, type CandidateUse } from './candidate-pool.js';

/** A pool of which every latency is known, to play campaigns against. */
export interface MeasuredPool {
  readonly candidates: readonly Candidate[];
  readonly layout: PoolLayout;
  readonly pool: CandidatePool;
  /** What measuring each candidate would say, µs. */
  readonly latenciesUs: Float64Array;
}

/** Latencies of kernels on a phone already profiled, µs. */
export type SourcePhone = (kernel: Candidate) => number;

/** The distinct configurations of networks, each with the mean of what it took wherever it was used. */
export function measuredPool(
  networks: readonly MeasuredNetwork[],
  sources: readonly SourcePhone[] = [],
): MeasuredPool {
  const rows = networks.flatMap(({ kernels }) => kernels);
  const features = new Map(rows.map((row) => [keyOf(row), row.features]));
  const groups = groupRows(rows);
  const candidates = groups.flatMap(({ kernelGroup, configurations }) =>
    configurations.map((configuration) => ({
      kernelGroup,
      configuration,
      features: features.get(keyOf({ kernelGroup, configuration })) ?? {},
    })),
  );
  const places = new Map(candidates.map((candidate, place) => [keyOf(candidate), place]));
  const layout = new PoolLayout(candidates);
  const context = {
    networks: networks.map(({ kernels }) => usesOf(kernels, places)),
    lnSourcesUs: lnSources(candidates, sources),
  };
  return {
    candidates,
    layout,
    pool: layout.lay(candidates, context),
    latenciesUs: Float64Array.from(groups.flatMap(({ latencyUs }) => [...latencyUs])),
  };
}

/** Logarithms of what each source takes for each candidate, ln µs. */
export function lnSources(
  candidates: readonly Candidate[],
  sources: readonly SourcePhone[],
): readonly Float64Array[] {
  return sources.map((source) => Float64Array.from(candidates, (candidate) => Math.log(source(candidate))));
}

function usesOf(kernels: readonly LatencyRow[], places: ReadonlyMap<string, number>): CandidateUse[] {
  const counts = new Map<number, number>();
  for (const kernel of kernels) {
    const candidate = places.get(keyOf(kernel)) as number;
    counts.set(candidate, (counts.get(candidate) ?? 0) + 1);
  }
  return [...counts].map(([candidate, count]) => ({ candidate, count }));
}

function keyOf({ kernelGroup, configuration }: Pick<Candidate, 'kernelGroup' | 'configuration'>): string {
  return `${kernelGroup} ${configuration}`;
}
