import { IntervalWidth } from '../../predictor/totals/intervals.js';
import { KernelSet } from '../../predictor/kernels/kernel-set.js';
import { groupRows, type LatencyRow } from '../training-set/latency-rows.js';
import type { LoadedRelease } from '../../predictor/releases/release.js';

/** Configurations that stand together for a network. */
const bundleSize = 10;

/** How many of the intervals hold that a release gives. */
export interface IntervalCheck {
  readonly bundles: number;
  readonly covered: number;
  /** As few as may hold of so many before it is no chance: two standard deviations below what is promised. */
  readonly fewest: number;
}

/**
 * Holds the intervals of a release against frozen rows. An interval is of a network, so configurations are dealt into bundles of ten, in the
 * order of their hashes, and the interval of each bundle's sum is asked to cover what was measured.
 */
export function checkIntervals(frozen: readonly LatencyRow[], release: LoadedRelease): IntervalCheck {
  const kernels = new KernelSet(release.predictors);
  const bundles = bundlesOf(frozen);
  const covered = bundles.filter((bundle) => covers(bundle, kernels, release)).length;
  const { coverage } = release.calibration;
  const deviation = Math.sqrt(bundles.length * coverage * (1 - coverage));
  return { bundles: bundles.length, covered, fewest: Math.ceil(bundles.length * coverage - 2 * deviation) };
}

/** One row a configuration, all groups mixed; what is left over at the end makes no bundle. */
function bundlesOf(frozen: readonly LatencyRow[]): LatencyRow[][] {
  const byHash = new Map(frozen.map((row) => [row.configuration, row]));
  const rows = groupRows(frozen)
    .flatMap(({ configurations, latencyUs }) =>
      configurations.map((configuration, index) => ({
        ...(byHash.get(configuration) as LatencyRow),
        latencyUs: latencyUs[index] as number,
      })),
    )
    .sort((a, b) => (a.configuration < b.configuration ? -1 : 1));
  const count = Math.floor(rows.length / bundleSize);
  return Array.from({ length: count }, (_, index) =>
    rows.slice(index * bundleSize, (index + 1) * bundleSize),
  );
}

function covers(bundle: readonly LatencyRow[], kernels: KernelSet, { calibration }: LoadedRelease): boolean {
  const width = new IntervalWidth({ ...calibration, overheadSpread: 0 });
  let predictedUs = 0;
  let measuredUs = 0;
  for (const { kernelGroup, features, latencyUs } of bundle) {
    const prediction = kernels.predict(kernelGroup, features);
    width.add(kernelGroup, prediction.latencyUs, prediction.measured);
    predictedUs += prediction.latencyUs;
    measuredUs += latencyUs;
  }
  return Math.abs(predictedUs - measuredUs) <= width.halfWidthUs(predictedUs);
}
