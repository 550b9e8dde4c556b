import type { GpuValue, Launch } from './model/gpu-graph.js';

/**
 * Merges chains of elementwise operations into one before they are linked to what is before them (`MergeElementwiseNodes` in gpu_model.cc).
 * Besides chains, an operation of two values merges when both come, through at most one elementwise operation each, from the
 * same launch: `x · sigmoid(x)` then reads x once and can be linked to what produces x. The merged operation stands where its
 * first part stood.
 */
export function mergeElementwise(launches: readonly Launch[]): readonly Launch[] {
  let merged: (Launch | undefined)[] | undefined;
  for (let index = 1; index < launches.length; index++) {
    let root = launches[index];
    while (root !== undefined) {
      const parts = partsOf(root);
      if (parts === undefined) break;
      merged ??= [...launches];
      const whole = mergedLaunch(parts, root);
      putInPlace(merged, whole, parts, root);
      // Only a pair that became one is looked at again: with what is before it it may be a chain.
      root = parts.length === 2 ? whole : undefined;
    }
  }
  return merged === undefined ? launches : merged.filter((launch) => launch !== undefined);
}

/** What merges into a launch, in the order of its inputs; `undefined` for nothing. */
function partsOf(root: Launch): readonly Launch[] | undefined {
  const { inputs, outputs, linkable } = root;
  if (!linkable || outputs.length !== 1 || inputs.length > 2) return undefined;
  const [left, right] = inputs as [GpuValue, GpuValue?];
  const first = left.launch;
  if (first === undefined) return undefined;
  if (right === undefined) return isSimple(first) && isReadOnce(left) ? [first] : undefined;
  const second = right.launch;
  if (second === undefined || first === second || root.elementwiseInputs !== 2) return undefined;
  return partsOfPair([left, first], [right, second]);
}

function partsOfPair(
  [left, first]: readonly [GpuValue, Launch],
  [right, second]: readonly [GpuValue, Launch],
): readonly Launch[] | undefined {
  if (first.linkable && !second.linkable) {
    const joins = isSimple(first) && second.outputs.length === 1 && reads(first, second);
    return joins && isReadOnce(left) ? [first] : undefined;
  }
  if (!first.linkable && second.linkable) {
    const joins = isSimple(second) && first.outputs.length === 1 && reads(second, first);
    return joins && isReadOnce(right) ? [second] : undefined;
  }
  if (!isSimple(first) || !isSimple(second)) return undefined;
  const parent = first.inputs[0]?.launch;
  const joins = parent !== undefined && reads(second, parent);
  return joins && isReadOnce(left) && isReadOnce(right) ? [first, second] : undefined;
}

function mergedLaunch(parts: readonly Launch[], root: Launch): Launch {
  const all = [...parts, root];
  return {
    types: all.flatMap(({ types }) => types),
    nodeIds: all.flatMap(({ nodeIds }) => nodeIds),
    operationIndices: all.flatMap(({ operationIndices }) => operationIndices),
    implementation: 'GPUOperation',
    inputs: [parts[0]?.inputs[0] as GpuValue],
    outputs: root.outputs,
    linkable: true,
    elementwiseInputs: 1,
    position: Math.min(...all.map(({ position }) => position)),
    isLinked: false,
  };
}

/** Puts a merged launch in the place of the earliest of its parts, and makes it the one that reads and writes their values. */
function putInPlace(
  launches: (Launch | undefined)[],
  whole: Launch,
  parts: readonly Launch[],
  root: Launch,
): void {
  for (const part of [...parts, root]) {
    launches[part.position] = undefined;
    for (const value of part.inputs) value.launchReaders--;
  }
  launches[whole.position] = whole;
  const [input] = whole.inputs as [GpuValue];
  const [output] = whole.outputs as [GpuValue];
  input.launchReaders++;
  input.launchReader = whole;
  output.launch = whole;
}

function isSimple({ linkable, inputs, outputs }: Launch): boolean {
  return linkable && inputs.length === 1 && outputs.length === 1;
}

function reads(reader: Launch, writer: Launch): boolean {
  return reader.inputs[0]?.launch === writer;
}

function isReadOnce({ launchReaders }: GpuValue): boolean {
  return launchReaders === 1;
}
