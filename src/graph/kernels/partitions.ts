import type { Graph } from '../model/graph.js';

/** Operations that run together, on one side. */
export interface Partition {
  /** By a delegate, as one node of the runtime; else by the runtime's own kernels, one by one. */
  readonly delegated: boolean;
  /** Indices of operations in execution order. */
  readonly operations: readonly number[];
}

/**
 * Parts of a network in the order in which they run (`PartitionGraphIntoIndependentNodeSubsets` in graph_info.cc): each part holds
 * all operations of one side that can run by then, the side being that of the first operation that can.
 */
export function partitionsOf(graph: Graph, isDelegated: (operationIndex: number) => boolean): Partition[] {
  const waiting = new WaitingOperations(graph);
  const ready: Record<'delegate' | 'runtime', number[]> = { delegate: [], runtime: [] };
  const makeReady = (index: number): void => {
    ready[isDelegated(index) ? 'delegate' : 'runtime'].push(index);
  };
  waiting.startable().forEach(makeReady);
  const parts: Partition[] = [];
  let side: 'delegate' | 'runtime' =
    (ready.delegate[0] ?? Infinity) < (ready.runtime[0] ?? Infinity) ? 'delegate' : 'runtime';
  while (ready[side].length > 0) {
    const part: number[] = [];
    for (let next = ready[side].pop(); next !== undefined; next = ready[side].pop()) {
      part.push(next);
      waiting.finish(next).forEach(makeReady);
    }
    parts.push({ delegated: side === 'delegate', operations: part.sort((a, b) => a - b) });
    side = side === 'delegate' ? 'runtime' : 'delegate';
  }
  return parts;
}

/** Which operations wait for which tensors. */
class WaitingOperations {
  readonly #readers = new Map<number, number[]>();
  /** How many inputs each operation waits for. */
  readonly #missing: Uint32Array;

  constructor(private readonly graph: Graph) {
    this.#missing = new Uint32Array(graph.operations.length);
    for (const { outputs } of graph.operations) for (const tensor of outputs) this.#readers.set(tensor, []);
    for (const tensor of graph.inputs) this.#readers.delete(tensor);
    graph.operations.forEach(({ inputs }, index) => {
      for (const tensor of inputs) {
        const readers = this.#readers.get(tensor);
        if (readers === undefined) continue;
        readers.push(index);
        this.#missing[index] = (this.#missing[index] ?? 0) + 1;
      }
    });
  }

  /** Operations that wait for nothing, in order. */
  startable(): number[] {
    const indices: number[] = [];
    this.#missing.forEach((count, index) => {
      if (count === 0) indices.push(index);
    });
    return indices;
  }

  /** Operations that wait for nothing any more once one has run. */
  finish(index: number): number[] {
    const startable: number[] = [];
    for (const tensor of this.graph.operations[index]?.outputs ?? []) {
      for (const reader of this.#readers.get(tensor) ?? []) {
        const missing = (this.#missing[reader] ?? 0) - 1;
        this.#missing[reader] = missing;
        if (missing === 0) startable.push(reader);
      }
      this.#readers.delete(tensor);
    }
    return startable;
  }
}

/** The parts that a delegate executes as a whole, each the operation indices in execution order, in the order of execution. */
export function delegatedPartitions(
  graph: Graph,
  isDelegated: (operationIndex: number) => boolean,
): (readonly number[])[] {
  return partitionsOf(graph, isDelegated)
    .filter(({ delegated }) => delegated)
    .map(({ operations }) => operations);
}
