import type { KernelSet } from '../../predictor/kernels/kernel-set.js';
import type { LoadedRelease } from '../../predictor/releases/release.js';
import { NetworkTotal } from '../../predictor/totals/network-total.js';
import { noOverhead } from '../../predictor/totals/overhead.js';
import { groupRows, type LatencyRow } from '../material/latency-rows.js';
import { isUnderstood } from '../material/measured-networks.js';
import type { FrozenSet } from './frozen-set.js';

/** Configurations that stand together for a network. */
const syntheticSize = 10;

/** A network that a release is judged by. */
export interface JudgedNetwork {
  /** One that was measured as a whole, or frozen configurations that stand together for one. */
  readonly kind: 'real' | 'synthetic';
  readonly kernels: readonly LatencyRow[];
  readonly kernelCount: number;
  readonly measuredUs: number;
}

/** How a release did on a network. */
export interface NetworkJudgement {
  readonly errorPercent: number;
  /** What was measured lies in the interval. */
  readonly covered: boolean;
}

/** The frozen networks that learners understand, and synthetic ones. */
export function judgedNetworks(frozen: FrozenSet): JudgedNetwork[] {
  const real = frozen.networks.filter(isUnderstood).map(({ kernels, kernelCount, ...network }) => ({
    kind: 'real' as const,
    kernels,
    kernelCount,
    measuredUs: network.endToEndUs ?? network.operationSumUs,
  }));
  return [...real, ...syntheticNetworks(frozen)];
}

/** What a release says of a network. Kernels that stand together for one have no overhead in common. */
export function judgeNetwork(
  { kind, kernels: rows, kernelCount, measuredUs }: JudgedNetwork,
  kernels: KernelSet,
  { overhead, calibration }: LoadedRelease,
): NetworkJudgement {
  const sum =
    kind === 'real'
      ? new NetworkTotal(overhead, calibration)
      : new NetworkTotal(noOverhead, { ...calibration, overheadSpread: 0 });
  for (const { kernelGroup, features } of rows) {
    const { latencyUs, ...uncertainty } = kernels.predict(kernelGroup, features);
    sum.add(kernelGroup, latencyUs, uncertainty);
  }
  const { totalUs, halfWidthUs } = sum.total(kernelCount);
  const differenceUs = Math.abs(totalUs - measuredUs);
  return { errorPercent: (100 * differenceUs) / measuredUs, covered: differenceUs <= halfWidthUs };
}

/**
 * Frozen configurations, ten at a time, with operation types as often as networks have them: a network is mostly what it has most of.
 * Each type's configurations are taken in the order of their hashes, again from the beginning where there are too few.
 */
function syntheticNetworks({ rows, shares }: FrozenSet): JudgedNetwork[] {
  const pools = groupRows(rows).map((group) => new Pool(group.kernelGroup, meanRowsOf(group, rows)));
  const present = pools.filter(({ kernelGroup }) => (shares.get(kernelGroup)?.ofKernels ?? 0) > 0);
  const configurations = pools.reduce((sum, { size }) => sum + size, 0);
  return Array.from({ length: present.length === 0 ? 0 : Math.floor(configurations / syntheticSize) }, () => {
    const kernels = Array.from({ length: syntheticSize }, () => mostWanting(present, shares).next());
    const measuredUs = kernels.reduce((sum, { latencyUs }) => sum + latencyUs, 0);
    return { kind: 'synthetic', kernels, kernelCount: kernels.length, measuredUs };
  });
}

/** The configurations of one operation type, dealt out round by round. */
class Pool {
  taken = 0;

  constructor(
    readonly kernelGroup: string,
    private readonly rows: readonly LatencyRow[],
  ) {}

  get size(): number {
    return this.rows.length;
  }

  next(): LatencyRow {
    return this.rows[this.taken++ % this.rows.length] as LatencyRow;
  }
}

/** The type of which least was taken for its share. */
function mostWanting(pools: readonly Pool[], shares: FrozenSet['shares']): Pool {
  const load = ({ taken, kernelGroup }: Pool) => (taken + 1) / (shares.get(kernelGroup)?.ofKernels ?? 0);
  return pools.reduce((best, pool) => (load(pool) < load(best) ? pool : best));
}

/** One row a configuration: the mean of its measurements. */
function meanRowsOf(
  { configurations, latencyUs }: ReturnType<typeof groupRows>[number],
  rows: readonly LatencyRow[],
): LatencyRow[] {
  const byHash = new Map(rows.map((row) => [row.configuration, row]));
  return configurations.map((configuration, index) => ({
    ...(byHash.get(configuration) as LatencyRow),
    latencyUs: latencyUs[index] as number,
  }));
}
