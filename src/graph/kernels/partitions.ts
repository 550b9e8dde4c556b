import type { Graph } from '../graph.js';

/**
 * The parts that a delegate executes as a whole, each the operation indices in execution order, in the order of execution.
 *
 * TFLite's rule (graph_info.cc, PartitionGraphIntoIndependentNodeSubsets): parts are filled one after the other, each only
 * with delegated or only with other operations; the first operation whose inputs are there decides which, and a part takes
 * every operation of its side whose inputs come from itself or from parts before it.
 */
export function delegatedPartitions(
  graph: Graph,
  isDelegated: (operationIndex: number) => boolean,
): number[][] {
  const waiting = new Set(graph.operations.keys());
  const available = new Set<number>(graph.tensors.keys());
  for (const { outputs } of graph.operations) for (const output of outputs) available.delete(output);
  const isReady = (index: number): boolean =>
    (graph.operations[index]?.inputs ?? []).every((input) => input < 0 || available.has(input));
  const partitions: number[][] = [];
  while (waiting.size > 0) {
    const first = [...waiting].find(isReady);
    if (first === undefined) break;
    const side = isDelegated(first);
    const partition: number[] = [];
    for (const index of waiting) {
      if (isDelegated(index) !== side || !isReady(index)) continue;
      for (const output of graph.operations[index]?.outputs ?? []) available.add(output);
      waiting.delete(index);
      partition.push(index);
    }
    if (side) partitions.push(partition);
  }
  return partitions;
}
