import { microkernelUnlikelihood } from '../../../graph/kernels/xnnpack/microkernel.js';
import { finishingFamilies, preparingFamilies } from '../../../graph/kernels/xnnpack/operator-names.js';
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

/** Takes a row for every kernel of every execution, so that every row is taken as often as partitions share it. */
function assignRows(
  partitions: readonly (readonly Execution[])[],
  rows: KernelRows,
): MeasuredExecution[] | undefined {
  const requestsAt = new Map<number, RowRequest[]>();
  for (const execution of partitions.flat()) {
    for (let place = execution.start; place < execution.end; place += 1) {
      const requests = requestsAt.get(place) ?? [];
      requests.push(requestOf(execution, place, rows));
      requestsAt.set(place, requests);
    }
  }
  const taken = new Map<Execution, KernelRow[]>();
  for (const requests of requestsAt.values()) {
    const assigned = assignPlace(requests);
    if (assigned === undefined) return undefined;
    for (const [request, row] of assigned) {
      taken.set(request.execution, [...(taken.get(request.execution) ?? []), row]);
    }
  }
  return partitions.flat().map((execution) => {
    const kernelRows = (taken.get(execution) ?? []).sort((a, b) => a.index - b.index);
    return { ...execution, kernelRows };
  });
}

/** A kernel of an execution, and the rows that may be its, the likeliest first. */
interface RowRequest {
  readonly execution: Execution;
  readonly candidates: readonly KernelRow[];
}

function requestOf(execution: Execution, place: number, rows: KernelRows): RowRequest {
  const { operation, choice, start, preparing } = execution;
  const kernel = place - start - preparing;
  const own = choice.kernels[kernel];
  const fitting =
    own === undefined
      ? rows.helping(place, kernel < 0 ? preparingFamilies : finishingFamilies)
      : rows.doing(place, own);
  const unlikelihood = (row: KernelRow) => microkernelUnlikelihood(operation.microkernel, row.kernel);
  const candidates = fitting.sort((a, b) => unlikelihood(a) - unlikelihood(b));
  return { execution, candidates };
}

/**
 * Gives every request of one place a row: a matching of requests to rows by augmenting paths, each row as often as partitions
 * share it. `undefined` when some request would go without.
 */
function assignPlace(requests: readonly RowRequest[]): Map<RowRequest, KernelRow> | undefined {
  const holders = new Map<KernelRow, RowRequest[]>();
  const give = (request: RowRequest, visited: Set<KernelRow>): boolean => {
    for (const row of request.candidates) {
      if (visited.has(row)) continue;
      visited.add(row);
      const holding = holders.get(row) ?? [];
      holders.set(row, holding);
      if (holding.length < row.partitions) {
        holding.push(request);
        return true;
      }
      const moved = holding.findIndex((holder) => give(holder, visited));
      if (moved === -1) continue;
      holding[moved] = request;
      return true;
    }
    return false;
  };
  if (!requests.every((request) => give(request, new Set()))) return undefined;
  return new Map([...holders].flatMap(([row, held]) => held.map((request) => [request, row] as const)));
}
