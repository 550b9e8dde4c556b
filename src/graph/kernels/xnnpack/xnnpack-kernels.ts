import { operandTable, unpacksOnce } from '../../description/operands.js';
import type { Graph, Operation } from '../../model/graph.js';
import { isClamp } from '../kernel-configuration.js';
import type { AbsentOperation, CpuCut, CpuKernel } from '../kernel.js';
import { delegatedPartitions } from '../partitions.js';
import { delegation } from './delegation.js';
import { dataFlowOf, executionChoices } from './execution.js';
import { kernelNames } from './kernel-names.js';
import { runtimeLevel } from './runtime-level.js';
import { xnnpackOf, type Xnnpack } from './xnnpack-version.js';

/**
 * Cuts a network into what runs when XNNPACK's delegate of a runtime version is asked for: XNNPACK's kernels for what the delegate takes
 * over, with what it fuses and folds, and TFLite's built-in kernels for the rest. Throws a GraphError for a version that cannot be
 * read. What differs by version is in {@link xnnpackOf} and {@link delegation}.
 */
export function xnnpackKernels(graph: Graph, runtimeVersion: string): CpuCut {
  const version = runtimeLevel(runtimeVersion);
  const xnnpack = xnnpackOf(version);
  const operands = operandTable(graph);
  const parts = delegatedPartitions(graph, delegation(graph, operands, version));
  const partOf = new Map(parts.flatMap((indices, part) => indices.map((index) => [index, part] as const)));
  const fusedInto = fusions(graph, parts, xnnpack);
  const fused = membersByOwner(fusedInto);
  const kernels: CpuKernel[] = [];
  const absent: AbsentOperation[] = [];
  for (const [index, operation] of graph.operations.entries()) {
    const into = fusedInto.get(index);
    if (unpacksOnce(graph, operation, operands)) absent.push({ operationIndex: index, reason: 'folded' });
    else if (into !== undefined) absent.push({ operationIndex: index, reason: 'fused', into });
    else kernels.push(kernelOf(graph, index, fused.get(index) ?? [], partOf.get(index), xnnpack));
  }
  return { kernels, absent };
}

/** Into which operation's kernel operations are fused. */
function fusions(
  graph: Graph,
  parts: readonly (readonly number[])[],
  { clamps }: Xnnpack,
): ReadonlyMap<number, number> {
  const flow = dataFlowOf(graph);
  const fusedInto = new Map<number, number>();
  for (const indices of parts) {
    const part = new Set(indices);
    for (const index of indices) {
      const [likeliest] = executionChoices(index, flow, part, clamps);
      if (likeliest?.fusedInto !== undefined) fusedInto.set(index, likeliest.fusedInto);
    }
  }
  return fusedInto;
}

/** The operations that are fused into each one; clamps in a row are fused into the kernel before the first of them. */
function membersByOwner(fusedInto: ReadonlyMap<number, number>): ReadonlyMap<number, number[]> {
  const members = new Map<number, number[]>();
  for (const [index, into] of fusedInto) {
    let owner = into;
    for (let next = fusedInto.get(owner); next !== undefined; next = fusedInto.get(owner)) owner = next;
    members.set(owner, [...(members.get(owner) ?? []), index]);
  }
  return members;
}

function kernelOf(
  graph: Graph,
  index: number,
  fused: readonly number[],
  part: number | undefined,
  xnnpack: Xnnpack,
): CpuKernel {
  const operationIndices = [index, ...fused];
  const operations = operationIndices.map((each) => (graph.operations[each] as Operation).operator);
  if (part === undefined) return { kernel: operations[0] ?? '', operations, operationIndices, by: 'builtin' };
  const kernel = kernelNames(graph, index, xnnpack).join(' + ');
  const activation = operations.slice(1).find(isClamp);
  return {
    ...{ kernel, operations, operationIndices, by: 'xnnpack', part },
    ...(activation !== undefined && { activation }),
  };
}
