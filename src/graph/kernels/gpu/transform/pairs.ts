import type { GpuGraph, GpuNode } from '../model/gpu-graph.js';

/** What became of a pair of nodes. */
export type PairResult = 'kept' | 'merged-into-first' | 'merged-into-second';

/**
 * Offers each pair of nodes that are only connected to one another to a rule, again and again until the rule takes none
 * (`SequenceTransformation`): all that the first writes only the second reads, and the second reads nothing else.
 */
export function forEachPair(graph: GpuGraph, rule: (first: GpuNode, second: GpuNode) => PairResult): void {
  for (const node of graph.nodes) {
    let first = node;
    while (!first.removed) {
      const second = partnerOf(first);
      if (second === undefined) break;
      const result = rule(first, second);
      if (result === 'kept') break;
      if (result === 'merged-into-second') first = second.inputs[0]?.producer ?? second;
    }
  }
  graph.dropRemoved();
}

/** The one node that reads what another writes, when it reads nothing else. */
export function partnerOf(first: GpuNode): GpuNode | undefined {
  let second: GpuNode | undefined;
  for (const { consumers } of first.outputs) {
    for (const consumer of consumers) {
      if (second !== undefined && consumer !== second) return undefined;
      second = consumer;
    }
  }
  if (second === undefined) return undefined;
  for (const { producer } of second.inputs) if (producer !== first) return undefined;
  return second;
}
