import { kernelFamily, standsForAny } from '../../../graph/kernels/xnnpack/operator-names.js';
import type { ProfileRow } from '../report.js';

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

  /** `unnamedHelpers`: kernels whose names stand for many operators may be conversions too. */
  constructor(
    rows: readonly ProfileRow[],
    private readonly unnamedHelpers = false,
  ) {
    for (const row of rows) {
      if (row.subject.kind !== 'delegate-kernel') continue;
      const { kernel, index } = row.subject;
      const partitions = Math.max(1, row.timesCalled ?? 1);
      const sameIndex = this.#byIndex.get(index) ?? [];
      sameIndex.push({ row, kernel, index, family: kernelFamily(kernel), partitions });
      this.#byIndex.set(index, sameIndex);
    }
  }

  /** Rows at a place that may be kernels of these families. */
  doing(index: number, families: readonly string[]): KernelRow[] {
    return this.#at(index).filter(({ family }) => standsForAny(family, families));
  }

  /** Rows at a place that may be kernels of these families which help another one. */
  helping(index: number, families: readonly string[]): KernelRow[] {
    if (this.unnamedHelpers) return this.doing(index, families);
    return this.#at(index).filter(({ family }) => families.includes(family));
  }

  #at(index: number): readonly KernelRow[] {
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
    return this.#at(index).reduce((sum, { partitions }) => sum + partitions, 0);
  }
}

const maximumPartitions = 10_000;
