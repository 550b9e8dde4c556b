import { kernelUnlikelihood, preparingFamilies } from './kernel-family.js';
import type { KernelRow, KernelRows } from './kernel-rows.js';
import type { DelegatedOperation, Execution } from './match-partition.js';
import { matchPartition } from './match-partition.js';

/** An execution with the rows of its kernels. */
export interface MeasuredExecution extends Execution {
  readonly kernelRows: readonly KernelRow[];
}

/** Ways to share out the lengths among the partitions that are tried before giving up. */
const maximumTrials = 20_000;

/**
 * Finds which rows belong to which operations of which partition: the likeliest executions that use up every row exactly.
 * `undefined` when there are none.
 */
export function matchKernels(
  partitions: readonly (readonly DelegatedOperation[])[],
  rows: KernelRows,
): MeasuredExecution[] | undefined {
  const lengths = rows.partitionLengths();
  if (lengths === undefined) return undefined;
  const ways = partitions.map((operations) => matchPartition(operations, rows));
  const chosen = shareOutLengths(ways, lengths);
  if (chosen === undefined) return undefined;
  const executions = chosen.map((length, partition) => ways[partition]?.get(length)?.executions ?? []);
  return assignRows(executions, rows);
}

/**
 * Gives every partition one of the lengths that it can have, so that all lengths are used; partitions without kernels need
 * none. Likely ways first.
 */
function shareOutLengths(
  ways: readonly ReadonlyMap<number, { readonly unlikelihood: number }>[],
  lengths: readonly number[],
): number[] | undefined {
  const left = new Map<number, number>();
  for (const length of lengths) left.set(length, (left.get(length) ?? 0) + 1);
  let unused = lengths.length;
  let trials = 0;
  const chosen: number[] = [];
  const search = (partition: number): boolean => {
    const way = ways[partition];
    if (way === undefined) return unused === 0;
    if (unused > ways.length - partition) return false;
    const likelyFirst = [...way].sort(([, a], [, b]) => a.unlikelihood - b.unlikelihood);
    for (const [length] of likelyFirst) {
      const available = left.get(length) ?? 0;
      if (length > 0 && available === 0) continue;
      trials += 1;
      if (trials > maximumTrials) return false;
      const used = length > 0 ? 1 : 0;
      left.set(length, available - used);
      unused -= used;
      chosen.push(length);
      if (search(partition + 1)) return true;
      chosen.pop();
      unused += used;
      left.set(length, available);
    }
    return false;
  };
  return search(0) ? chosen : undefined;
}

/** Takes for every kernel of every execution a row of its place and family that is not used up, the likeliest first. */
function assignRows(
  partitions: readonly (readonly Execution[])[],
  rows: KernelRows,
): MeasuredExecution[] | undefined {
  const used = new Map<KernelRow, number>();
  const measured: MeasuredExecution[] = [];
  for (const execution of partitions.flat()) {
    const kernelRows: KernelRow[] = [];
    for (let place = execution.start; place < execution.end; place += 1) {
      const families = familiesAt(execution, place);
      const { operator } = execution.operation;
      const row = rows
        .at(place)
        .filter(
          (candidate) =>
            families.includes(candidate.family) && (used.get(candidate) ?? 0) < candidate.partitions,
        )
        .sort((a, b) => kernelUnlikelihood(operator, a.kernel) - kernelUnlikelihood(operator, b.kernel))[0];
      if (row === undefined) return undefined;
      used.set(row, (used.get(row) ?? 0) + 1);
      kernelRows.push(row);
    }
    measured.push({ ...execution, kernelRows });
  }
  return measured;
}

function familiesAt({ choice, start, preparing }: Execution, place: number): readonly string[] {
  const kernel = place - start - preparing;
  return kernel < 0 ? preparingFamilies : (choice.kernels[kernel] ?? []);
}
