import type { LatencyRow } from '../material/latency-rows.js';

interface SummedKernel {
  readonly row: LatencyRow;
  sumUs: number;
  count: number;
}

/** Gathers the kernels of networks from the timings of all their runs. */
export class NetworkKernels {
  private readonly networks = new Map<string, Map<number, SummedKernel>>();

  /** A timing of the kernel at a place of a network, which is known by the hash of its content. */
  add(contentHash: string, ordinal: number, row: LatencyRow): void {
    let network = this.networks.get(contentHash);
    if (network === undefined) this.networks.set(contentHash, (network = new Map<number, SummedKernel>()));
    const kernel = network.get(ordinal);
    if (kernel === undefined) network.set(ordinal, { row, sumUs: row.latencyUs, count: 1 });
    else {
      kernel.sumUs += row.latencyUs;
      kernel.count++;
    }
  }

  /** The kernels of each network in the order of execution, with the means of their timings. */
  means(): ReadonlyMap<string, readonly LatencyRow[]> {
    const ordered = [...this.networks].map(([contentHash, kernels]): [string, LatencyRow[]] => [
      contentHash,
      [...kernels]
        .sort(([a], [b]) => a - b)
        .map(([, { row, sumUs, count }]) => ({ ...row, latencyUs: sumUs / count })),
    ]);
    return new Map(ordered);
  }
}
