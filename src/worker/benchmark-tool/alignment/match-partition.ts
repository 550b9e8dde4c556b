import type { ExecutionChoice } from '../../../graph/kernels/xnnpack/execution.js';
import { microkernelUnlikelihood, type Microkernel } from '../../../graph/kernels/xnnpack/microkernel.js';
import { finishingFamilies, preparingFamilies } from '../../../graph/kernels/xnnpack/operator-names.js';
import type { KernelRows } from './kernel-rows.js';

/** An operation of a partition with the ways in which it may be executed. */
export interface DelegatedOperation {
  readonly operationIndex: number;
  readonly operator: string;
  /** The kind of microkernel that its shape calls for, where that is known. */
  readonly microkernel?: Microkernel;
  readonly choices: readonly ExecutionChoice[];
}

/** How an operation was executed: by the kernels at places `start` to `end` (not included) of its partition. */
export interface Execution {
  readonly operation: DelegatedOperation;
  readonly choice: ExecutionChoice;
  readonly start: number;
  readonly end: number;
  /** Of these kernels the first so many prepare the input; what is left after the choice's own finishes the output. */
  readonly preparing: number;
}

interface State {
  readonly unlikelihood: number;
  readonly execution?: Execution;
  readonly previous?: State;
}

/** Kernels that prepare an input, or finish an output, of one operation. */
const mostHelpers = 2;
const helperUnlikelihood = 4;

/**
 * The likeliest ways to execute all operations of a partition, one for every number of kernels that the partition may have
 * used. Goes through the operations in order and keeps, for every number of kernels used so far, the likeliest way there.
 */
export function matchPartition(
  operations: readonly DelegatedOperation[],
  rows: KernelRows,
): Map<number, { readonly unlikelihood: number; readonly executions: readonly Execution[] }> {
  let states = new Map<number, State>([[0, { unlikelihood: 0 }]]);
  for (const operation of operations) {
    const next = new Map<number, State>();
    for (const [start, previous] of states) extend(operation, start, previous, rows, next);
    states = next;
  }
  return new Map(
    Array.from(states, ([length, state]) => [
      length,
      { unlikelihood: state.unlikelihood, executions: executionsOf(state) },
    ]),
  );
}

function extend(
  operation: DelegatedOperation,
  start: number,
  previous: State,
  rows: KernelRows,
  next: Map<number, State>,
): void {
  for (const choice of operation.choices) {
    const hasKernels = choice.kernels.length > 0;
    const mostPreparing = hasKernels ? helpersFrom(start, preparingFamilies, rows) : 0;
    for (let preparing = 0; preparing <= mostPreparing; preparing += 1) {
      const fit = fitKernels(operation, choice, start + preparing, rows);
      if (fit === undefined) continue;
      const own = start + preparing + choice.kernels.length;
      const mostFinishing = hasKernels ? helpersFrom(own, finishingFamilies, rows) : 0;
      for (let end = own; end <= own + mostFinishing; end += 1) {
        const helpers = preparing + end - own;
        const unlikelihood = previous.unlikelihood + choice.unlikelihood + fit + helpers * helperUnlikelihood;
        if (unlikelihood >= (next.get(end)?.unlikelihood ?? Infinity)) continue;
        next.set(end, { unlikelihood, previous, execution: { operation, choice, start, end, preparing } });
      }
    }
  }
}

function helpersFrom(place: number, families: readonly string[], rows: KernelRows): number {
  let count = 0;
  while (count < mostHelpers && rows.helping(place + count, families).length > 0) {
    count += 1;
  }
  return count;
}

/** How unlikely the kernels from a place on are for a choice; `undefined` when they are others. */
function fitKernels(
  operation: DelegatedOperation,
  choice: ExecutionChoice,
  start: number,
  rows: KernelRows,
): number | undefined {
  let unlikelihood = 0;
  for (const [offset, families] of choice.kernels.entries()) {
    const fitting = rows.doing(start + offset, families);
    if (fitting.length === 0) return undefined;
    unlikelihood += Math.min(
      ...fitting.map(({ kernel }) => microkernelUnlikelihood(operation.microkernel, kernel)),
    );
  }
  return unlikelihood;
}

function executionsOf(last: State): Execution[] {
  const executions: Execution[] = [];
  for (let state: State | undefined = last; state?.execution !== undefined; state = state.previous) {
    executions.push(state.execution);
  }
  return executions.reverse();
}
