import type { WholeRun } from '../../tables/learnable-runs.js';
import { groupBy, type LatencyRow } from '../material/latency-rows.js';
import type { MeasuredNetwork } from '../material/measured-networks.js';
import type { OverheadObservation } from '../material/overhead-observation.js';
import { mean } from '../../learning/validation/averages.js';

/** A network of the farm's own measurements: means over its runs. */
export interface StoredNetwork extends MeasuredNetwork {
  /** Of its sample: the same network has the same one in every campaign. */
  readonly contentHash: string;
}

/** Names of the networks among the samples, by content hash. */
export function networkNames(runs: readonly WholeRun[]): ReadonlyMap<string, string> {
  return distinctNames(runs.filter(isNetwork));
}

/** Names by content hash; where several have one name, with the beginning of the hash. */
export function distinctNames(
  samples: readonly { readonly contentHash: string; readonly name: string }[],
): ReadonlyMap<string, string> {
  const networks = new Map(samples.map(({ contentHash, name }) => [contentHash, name]));
  const counts = new Map<string, number>();
  for (const name of networks.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    [...networks].map(([contentHash, name]) => [
      contentHash,
      counts.get(name) === 1 ? name : `${name} ${contentHash.slice(0, 8)}`,
    ]),
  );
}

/** Networks, runs of single operations, and how much repetitions differ. */
export function wholesOf(
  runs: readonly WholeRun[],
  names: ReadonlyMap<string, string>,
  kernels: ReadonlyMap<string, readonly LatencyRow[]>,
): {
  readonly networks: readonly StoredNetwork[];
  readonly singleRuns: readonly OverheadObservation[];
  readonly noise: number;
} {
  const networkRuns = runs.filter(isNetwork);
  const singleRuns = runs.filter((run) => !isNetwork(run));
  const networks = [...byContent(networkRuns)].map(([contentHash, own]) => ({
    name: names.get(contentHash) as string,
    contentHash,
    kernels: kernels.get(contentHash) ?? [],
    kernelCount: Math.round(mean(own.map((run) => run.kernels))),
    operationSumUs: mean(own.map((run) => run.operationSumUs)),
    endToEndUs: mean(own.map((run) => run.inferenceMeanUs)),
  }));
  return {
    networks: networks.sort((a, b) => (a.name < b.name ? -1 : 1)),
    singleRuns: singleRuns.map(({ kernels: count, operationSumUs, inferenceMeanUs }) => ({
      kernels: count,
      operationSumUs,
      inferenceMeanUs,
    })),
    noise: noiseOf(networkRuns.length > 0 ? networkRuns : singleRuns),
  };
}

const isNetwork = ({ sampleKind }: WholeRun) => sampleKind !== 'OPERATIONS';

/** E|Z| of a standard normal Z. */
const meanAbsoluteNormal = Math.sqrt(2 / Math.PI);

/**
 * Mean absolute difference of a run from what it would be on average, relative to it: by repetitions, and by the spread that the tool
 * tells of the inferences of a run, whichever is more. Median over samples.
 */
function noiseOf(runs: readonly WholeRun[]): number {
  const repeated = [...byContent(runs).values()].filter(({ length }) => length > 1).map(repetitionSpread);
  const told = runs.flatMap(({ inferenceMeanUs, inferenceStdUs, inferenceCount }) =>
    inferenceStdUs === null || inferenceCount === null || inferenceCount === 0
      ? []
      : [(meanAbsoluteNormal * inferenceStdUs) / Math.sqrt(inferenceCount) / inferenceMeanUs],
  );
  return Math.max(median(repeated), median(told));
}

function repetitionSpread(runs: readonly WholeRun[]): number {
  const times = runs.map(({ inferenceMeanUs }) => inferenceMeanUs);
  const average = mean(times);
  const squares = times.reduce((sum, time) => sum + (time / average - 1) ** 2, 0);
  return meanAbsoluteNormal * Math.sqrt(squares / (times.length - 1));
}

function byContent(runs: readonly WholeRun[]): ReadonlyMap<string, WholeRun[]> {
  return groupBy(runs, ({ contentHash }) => contentHash);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
