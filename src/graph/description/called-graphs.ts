import type { Graph, Operation } from '../model/graph.js';

/** The operators that execute a number of times, or one of several subgraphs, which shows only at run time. */
const loops: ReadonlySet<string> = new Set(['WHILE', 'STABLEHLO_WHILE']);
const choices: ReadonlySet<string> = new Set(['IF', 'STABLEHLO_CASE']);
const wrappers: ReadonlySet<string> = new Set(['CALL', 'STABLEHLO_COMPOSITE']);

/**
 * What the subgraphs that an operation calls count for it, in a quantity that is known of each: loops once, of branches the
 * largest, composites as their decomposition, and what runs once in all (CALL_ONCE) or once an element (REDUCE) for nothing.
 */
export function countCalls({ operator, calls = [] }: Operation, of: (subgraph: number) => number): number {
  if (loops.has(operator) || wrappers.has(operator)) {
    return calls.reduce((sum, { subgraph }) => sum + of(subgraph), 0);
  }
  if (choices.has(operator)) return calls.reduce((most, { subgraph }) => Math.max(most, of(subgraph)), 0);
  return 0;
}

/** How {@link countCalls} counts an operation, in words; `undefined` for one that calls nothing. */
export function countingText({ operator, calls = [] }: Operation): string | undefined {
  if (calls.length === 0) return undefined;
  if (loops.has(operator)) return 'runs as often as its condition says, counted once';
  if (choices.has(operator)) return 'runs one of its branches, the longest is counted';
  if (wrappers.has(operator)) return 'counted as the operations that it stands for';
  return operator === 'CALL_ONCE' ? 'runs before the first inference only, not counted' : undefined;
}

/** A subgraph of a file by its index; the first is the graph itself. */
export function subgraphAt(graph: Graph, index: number): Graph | undefined {
  return index === 0 ? graph : graph.others?.[index - 1];
}

/** The graph, and the subgraphs that it calls, directly or through others, by index. Each once. */
export function executedGraphs(graph: Graph): ReadonlyMap<number, Graph> {
  const executed = new Map([[0, graph]]);
  // A Map is walked in the order of insertion, and what is added on the way is walked too.
  for (const caller of executed.values()) {
    for (const { calls } of caller.operations) {
      if (calls === undefined) continue;
      for (const { subgraph } of calls) {
        const callee = subgraphAt(graph, subgraph);
        if (callee !== undefined) executed.set(subgraph, callee);
      }
    }
  }
  return executed;
}
