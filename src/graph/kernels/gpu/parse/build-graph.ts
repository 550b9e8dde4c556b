import { GpuGraph } from '../model/gpu-graph.js';
import { refusal } from '../model/refusal.js';
import type { TfliteView } from '../model/tflite-view.js';
import type { RuntimeVersion } from '../runtime-version.js';
import { OperationReader } from './operation-reader.js';
import { parsers } from './parsers.js';

/**
 * Reads the operations that are delegated into the delegate's own graph (`BuildModelEnforceIO` in common/model_builder.cc). Throws
 * `GPU_DELEGATE_REFUSES` where the delegate fails.
 */
export function buildGpuGraph(
  view: TfliteView,
  operations: readonly number[],
  version: RuntimeVersion,
): GpuGraph {
  const graph = new GpuGraph();
  const reader = new OperationReader(view, graph, version);
  const returned = returnedTensors(view, operations);
  for (const index of operations) {
    const operation = view.graph.operations[index];
    if (operation === undefined) continue;
    // Also for one that is passed over: a network may return what it unpacks.
    reader.open(operation, index);
    if (view.unpacksFloat16(operation)) continue;
    const parse = parsers.get(operation.operator);
    if (parse === undefined) throw refusal(`${operation.operator}: Operation is not supported.`);
    parse(reader);
  }
  for (const tensor of returned) if (!view.isConstant(tensor)) reader.value(tensor).isOutput = true;
  return graph;
}

/** Tensors that the delegated operations write and others read, or the network returns. */
function returnedTensors({ graph }: TfliteView, operations: readonly number[]): Set<number> {
  const returned = new Set(graph.outputs);
  if (operations.length === graph.operations.length) return returned;
  const inside = new Set(operations);
  const written = new Set(operations.flatMap((index) => graph.operations[index]?.outputs ?? []));
  for (const tensor of graph.outputs) if (!written.has(tensor)) returned.delete(tensor);
  graph.operations.forEach(({ inputs }, index) => {
    if (inside.has(index)) return;
    for (const tensor of inputs) if (written.has(tensor)) returned.add(tensor);
  });
  return returned;
}
