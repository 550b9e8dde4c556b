import type { Launch, LaunchList } from './select/launch.js';

/**
 * Links every elementwise operation to the kernel that produces its first input, so that both run in one launch
 * (`MergeNodes` in gpu_model.cc, the same in all versions). A reader is linked when it is the only one, reads the value as its
 * first input, writes one value, and when all else that it reads exists before the producer runs. Chains link too.
 */
export function linkElementwise(launches: readonly Launch[], list: Omit<LaunchList, 'launches'>): Launch[] {
  const readers = new Uint16Array(list.valueCount);
  const reader = new Array<Launch | undefined>(list.valueCount).fill(undefined);
  for (const launch of launches) {
    for (const value of launch.inputs) {
      readers[value] = (readers[value] ?? 0) + 1;
      reader[value] = launch;
    }
  }
  const ready = new Uint8Array(list.valueCount);
  const returned = new Uint8Array(list.valueCount);
  for (const value of list.inputs) ready[value] = 1;
  for (const value of list.outputs) returned[value] = 1;
  const linked = new Set<Launch>();
  for (const launch of launches) {
    if (linked.has(launch)) continue;
    for (const value of launch.outputs) ready[value] = 1;
    for (;;) {
      const [output, ...others] = launch.outputs;
      if (output === undefined || others.length > 0 || returned[output] === 1 || readers[output] !== 1) break;
      const next = reader[output];
      if (next?.linkable !== true || next.inputs[0] !== output || next.outputs.length !== 1) break;
      if (!next.inputs.every((value) => ready[value] === 1)) break;
      absorb(launch, next);
      linked.add(next);
      for (const value of next.inputs) if (reader[value] === next) reader[value] = launch;
      for (const value of launch.outputs) ready[value] = 1;
    }
  }
  return launches.filter((launch) => !linked.has(launch));
}

function absorb(launch: Launch, next: Launch): void {
  launch.types.push(...next.types);
  launch.nodeIds.push(...next.nodeIds);
  launch.operationIndices.push(...next.operationIndices);
  launch.inputs = [...launch.inputs, ...next.inputs.slice(1)];
  launch.outputs = next.outputs;
}
