import type { GpuGraph, Launch } from './model/gpu-graph.js';

/**
 * Links every elementwise operation to the kernel that produces its first input, so that both run in one launch
 * (`MergeNodes` in gpu_model.cc, the same in all versions). A reader is linked when it is the only one, reads the value as its
 * first input, writes one value, and when all else that it reads exists before the producer runs. Chains link too.
 */
export function linkElementwise(graph: GpuGraph, launches: readonly Launch[]): Launch[] {
  for (const value of graph.values)
    if (value.producer === undefined && value.launch === undefined) value.isReady = true;
  const linked: Launch[] = [];
  for (const launch of launches) {
    if (launch.isLinked) continue;
    linked.push(launch);
    for (const value of launch.outputs) value.isReady = true;
    for (let next = linkableTo(launch); next !== undefined; next = linkableTo(launch)) {
      next.isLinked = true;
      absorb(launch, next);
    }
  }
  return linked;
}

function linkableTo({ outputs }: Launch): Launch | undefined {
  const [output] = outputs;
  if (output === undefined || outputs.length > 1 || output.isOutput || output.launchReaders !== 1)
    return undefined;
  const next = output.launchReader;
  if (next?.linkable !== true || next.inputs[0] !== output || next.outputs.length !== 1) return undefined;
  for (const value of next.inputs) if (!value.isReady) return undefined;
  return next;
}

function absorb(launch: Launch, next: Launch): void {
  launch.types.push(...next.types);
  launch.nodeIds.push(...next.nodeIds);
  launch.operationIndices.push(...next.operationIndices);
  if (next.inputs.length > 1) {
    launch.inputs = [...launch.inputs, ...next.inputs.slice(1)];
    for (const value of next.inputs) if (value.launchReader === next) value.launchReader = launch;
  }
  launch.outputs = next.outputs;
  for (const value of next.outputs) value.isReady = true;
}
