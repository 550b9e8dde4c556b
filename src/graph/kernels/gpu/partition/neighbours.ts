import type { Graph, Operation } from '../../../model/graph.js';

/** Who reads and who writes a tensor of a network; an operation that reads it twice counts twice. */
export function readersAndWriters(
  graph: Graph,
  tensor: number,
): { readonly readers: readonly Operation[]; readonly writers: number } {
  const readers: Operation[] = [];
  let writers = 0;
  for (const operation of graph.operations) {
    for (const input of operation.inputs) if (input === tensor) readers.push(operation);
    for (const output of operation.outputs) if (output === tensor) writers++;
  }
  return { readers, writers };
}
