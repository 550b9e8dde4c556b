import type { Graph, Operation } from '../model/graph.js';
import { findOperator } from '../operators/registry.js';
import { countingText, executedGraphs } from './called-graphs.js';

/** Operations of one kind that a number for a graph leaves out, or cannot count whole, for one reason. */
export interface LeftOut {
  readonly operator: string;
  readonly count: number;
  /** In words: `custom operator`, `no definition`, `weights in weights.bin`, … */
  readonly reason: string;
}

/** Why an operation of the graph or of what it calls is left out; `undefined` when it is counted whole. */
export type ReasonOf = (graph: Graph, operation: Operation, index: number) => string | undefined;

/**
 * What a number for a graph leaves out: operations for which there is a reason ({@link gapOf} knows those that hold for every number), in
 * the graph and in what it calls; and all of every subgraph that it does not call, for a run of the graph does not execute it.
 * Empty for a graph that is counted whole.
 */
export function leftOutOf(graph: Graph, reasonOf: ReasonOf = gapOf): readonly LeftOut[] {
  const executed = executedGraphs(graph);
  const counts = new LeftOutCounts();
  for (const each of executed.values()) {
    for (let index = 0; index < each.operations.length; index++) {
      const operation = each.operations[index] as Operation;
      const reason = reasonOf(each, operation, index);
      if (reason !== undefined) counts.add(operation.operator, reason);
    }
  }
  for (const [position, other] of (graph.others ?? []).entries()) {
    if (executed.has(position + 1)) continue;
    const { name, signature } = other;
    const reason =
      signature === undefined
        ? `in the subgraph ${name}, which nothing calls`
        : `in the signature ${signature}`;
    for (const { operator } of other.operations) counts.add(operator, reason);
  }
  return counts.list();
}

/**
 * Why no number can hold an operation whole: it has no definition, is control flow or a composite, or its weights lie elsewhere or are quantized
 * in a way that is not learned. `undefined` when nothing is wrong with it.
 */
export function gapOf(graph: Graph, operation: Operation): string | undefined {
  const { operator } = operation;
  if (operator.startsWith('CUSTOM:')) return 'custom operator';
  if (findOperator(operator) === undefined) return countingText(operation) ?? 'no definition';
  return weightsGapOf(graph, operation);
}

/** {@link gapOf} of an operation that is known to whoever counts it: what is wrong with its weights. */
export function weightsGapOf(graph: Graph, { inputs }: Operation): string | undefined {
  for (const index of inputs) {
    const tensor = graph.tensors[index];
    if (tensor?.data === undefined) continue;
    if (tensor.quantizedBy !== undefined) return `weights quantized by ${tensor.quantizedBy}`;
    if (typeof tensor.data === 'object' && 'externalFile' in tensor.data)
      return `weights in another file, ${tensor.data.externalFile}`;
  }
  return undefined;
}

/** Counts operations by operator and reason, in the order in which they were first met. */
class LeftOutCounts {
  readonly #entries = new Map<string, { operator: string; count: number; reason: string }>();

  add(operator: string, reason: string): void {
    const key = `${operator}\n${reason}`;
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { operator, count: 1, reason });
    else entry.count++;
  }

  list(): readonly LeftOut[] {
    return [...this.#entries.values()];
  }
}
