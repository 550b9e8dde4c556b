import type { NetworkKernel } from './network-kernels.js';

/** A network as it was measured on one device. */
export interface MeasuredNetwork {
  readonly name: string;
  readonly kernels: readonly NetworkKernel[];
  /** Sum of its kernels as measured, µs. */
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
      operationSumUs: own.reduce((sum, { latencyUs }) => sum + latencyUs, 0),
      ...(measured !== undefined && { endToEndUs: measured }),
    };
  });
}

/**
 * The family of a network by its name: the letters it begins with, and a version (`mobilenetv2_w1` is of `mobilenetv2`); variants that
 * add `b` or `bc` belong to the family they vary (`resnetbc14b` to `resnet`).
 */
export function networkFamily(name: string): string {
  const stem = /^(?:[a-z]*?v\d+|[a-z]+)/i.exec(name.split('_', 1)[0] as string)?.[0] ?? name;
  return stem.replace(/(?<=net)(?:bc|b)$/, '');
}
