import type { Graph } from '../../../graph.js';
import type { TfliteView } from '../model/tflite-view.js';
import { isSupported } from './supported.js';

/** Operations that run together, on one side. */
export interface Partition {
  /** On the GPU, as one node of the runtime; else on the CPU, one by one. */
  readonly delegated: boolean;
  /** Indices of operations in execution order. */
  readonly operations: readonly number[];
}

/**
 * Which operations of a network the delegate takes, and in which order the parts run. Of the parts that it supports it takes the
 * largest alone, as is its default (`max_delegated_partitions` is 1; `GetOpsToReplace` in common/model_builder.cc); all else runs on the CPU.
 */
export function partition(view: TfliteView): readonly Partition[] {
  const { operations } = view.graph;
  const unpacking = operations.map((operation) => view.unpacksFloat16(operation));
  const supported = operations.map((operation, index) => !unpacking[index] && isSupported(view, operation));
  if (supported.every((each, index) => each || unpacking[index])) {
    return [{ delegated: true, operations: operations.map((_, index) => index) }];
  }
  const candidates = split(view.graph, supported).filter(({ delegated }) => delegated);
  let largest: Partition | undefined;
  for (const each of candidates) {
    if (each.operations.length > (largest?.operations.length ?? 0)) largest = each;
  }
  const chosen = new Set(largest?.operations);
  return split(
    view.graph,
    operations.map((_, index) => chosen.has(index)),
  );
}

/**
 * Parts of a network in the order in which they run (`PartitionGraphIntoIndependentNodeSubsets` in graph_info.cc): each part holds
 * all operations of one side that can run by then, the side being that of the first operation that can.
 */
function split(graph: Graph, delegated: readonly boolean[]): Partition[] {
  const waiting = new WaitingOperations(graph);
  const ready: Record<'gpu' | 'cpu', number[]> = { gpu: [], cpu: [] };
  const makeReady = (index: number): void => {
    ready[delegated[index] === true ? 'gpu' : 'cpu'].push(index);
  };
  waiting.startable().forEach(makeReady);
  const parts: Partition[] = [];
  let side: 'gpu' | 'cpu' = (ready.gpu[0] ?? Infinity) < (ready.cpu[0] ?? Infinity) ? 'gpu' : 'cpu';
  while (ready[side].length > 0) {
    const part: number[] = [];
    for (let next = ready[side].pop(); next !== undefined; next = ready[side].pop()) {
      part.push(next);
      waiting.finish(next).forEach(makeReady);
    }
    parts.push({ delegated: side === 'gpu', operations: part.sort((a, b) => a - b) });
    side = side === 'gpu' ? 'cpu' : 'gpu';
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
