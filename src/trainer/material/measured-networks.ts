import type { LatencyRow } from './latency-rows.js';
import type { NetworkKernel } from './network-kernels.js';
import type { OverheadObservation } from './overhead-observation.js';

/** A kernel of a measured network. */
export interface MeasuredKernel extends LatencyRow {
  /** The operation that it executes, where that is not its kernel group. */
  readonly operation?: string;
}

/** A network as it was measured on one device. */
export interface MeasuredNetwork {
  readonly name: string;
  /** What learners understand of it. */
  readonly kernels: readonly MeasuredKernel[];
  /** Kernels that were timed, also those that learners do not understand. */
  readonly kernelCount: number;
  /** Sum of all its kernels as measured, µs. */
  readonly operationSumUs: number;
  /** The whole network as measured, µs, where that is known. */
  readonly endToEndUs?: number;
}

/** Kernels by network, in alphabetical order. */
export function networksOf(
  kernels: readonly NetworkKernel[],
  endToEndUs: ReadonlyMap<string, number> = new Map(),
): MeasuredNetwork[] {
  const byName = new Map<string, NetworkKernel[]>();
  for (const kernel of kernels) {
    const list = byName.get(kernel.network);
    if (list === undefined) byName.set(kernel.network, [kernel]);
    else list.push(kernel);
  }
  return [...byName.keys()].sort().map((name) => {
    const own = byName.get(name) as NetworkKernel[];
    const measured = endToEndUs.get(name);
    return {
      name,
      kernels: own,
      kernelCount: own.length,
      operationSumUs: own.reduce((sum, { latencyUs }) => sum + latencyUs, 0),
      ...(measured !== undefined && { endToEndUs: measured }),
    };
  });
}

/** Share of a network's time that its kernels must explain for the network to tell how far predictions are off. */
const leastUnderstood = 0.9;

/** Whether learners understand nearly all of what the network's time was spent on. */
export function isUnderstood({ kernels, operationSumUs }: MeasuredNetwork): boolean {
  return kernels.reduce((sum, { latencyUs }) => sum + latencyUs, 0) >= leastUnderstood * operationSumUs;
}

/** What networks measured from end to end say of the overhead. */
export function overheadObservations(networks: readonly MeasuredNetwork[]): OverheadObservation[] {
  return networks.flatMap(({ kernelCount: kernels, operationSumUs, endToEndUs: inferenceMeanUs }) =>
    inferenceMeanUs === undefined ? [] : [{ kernels, operationSumUs, inferenceMeanUs }],
  );
}

/** How far off a network of a family that was held out is, relative to what was measured. */
export interface HeldOutError {
  readonly network: string;
  readonly family: string;
  readonly predictedUs: number;
  readonly error: number;
}

/** What each network counts where families are judged: a family as the square root of its networks, whose errors are alike. */
export function familyWeights(families: readonly string[]): number[] {
  const sizes = new Map<string, number>();
  for (const family of families) sizes.set(family, (sizes.get(family) ?? 0) + 1);
  return families.map((family) => 1 / Math.sqrt(sizes.get(family) as number));
}

/**
 * The family of a network by its name: the letters it begins with, and a version (`mobilenetv2_w1` is of `mobilenetv2`); variants that
 * add `b` or `bc` belong to the family they vary (`resnetbc14b` to `resnet`).
 */
export function networkFamily(name: string): string {
  const stem = /^(?:[a-z]*?v\d+|[a-z]+)/i.exec(name.split('_', 1)[0] as string)?.[0] ?? name;
  return stem.replace(/(?<=net)(?:bc|b)$/, '');
}
