import type { ProfileRow } from '../report.js';
import { kernelFamily } from './kernel-family.js';

/** A row for a kernel inside a delegate. */
export interface KernelRow {
  readonly row: ProfileRow;
  readonly kernel: string;
  /** Place in the partition, from 0. */
  readonly index: number;
  readonly family: string;
  /** Partitions that have this kernel at this place, and share the row. */
  readonly partitions: number;
}

/** The rows of kernels inside a delegate, by their place in the partition (never by line: old tools print them in disorder). */
export class KernelRows {
  readonly #byIndex = new Map<number, KernelRow[]>();

  constructor(rows: readonly ProfileRow[]) {
    for (const row of rows) {
      if (row.subject.kind !== 'delegate-kernel') continue;
      const { kernel, index } = row.subject;
      const partitions = Math.max(1, row.timesCalled ?? 1);
      const sameIndex = this.#byIndex.get(index) ?? [];
      sameIndex.push({ row, kernel, index, family: kernelFamily(kernel), partitions });
      this.#byIndex.set(index, sameIndex);
    }
  }

  at(index: number): readonly KernelRow[] {
    return this.#byIndex.get(index) ?? [];
  }

  /**
   * How many kernels each partition with kernels has: as many partitions have more than k kernels as the rows at place k were
   * called times. `undefined` when no partitions could have left such rows.
   */
  partitionLengths(): number[] | undefined {
    const lengths: number[] = [];
    for (let k = 0; k < this.#byIndex.size; k += 1) {
      const ending = this.#partitionsAt(k) - this.#partitionsAt(k + 1);
      if (this.#partitionsAt(k) === 0 || ending < 0 || lengths.length + ending > maximumPartitions)
        return undefined;
      for (let i = 0; i < ending; i += 1) lengths.push(k + 1);
    }
    return lengths;
  }

  #partitionsAt(index: number): number {
    return this.at(index).reduce((sum, { partitions }) => sum + partitions, 0);
  }
}

const maximumPartitions = 10_000;
