import type { Launch, LaunchList } from './select/launch.js';

/**
 * Merges chains of elementwise operations into one before they are linked to what is before them (`MergeElementwiseNodes` in gpu_model.cc).
 * Besides chains, an operation of two values merges when both come, through at most one elementwise operation each, from the
 * same launch: `x · sigmoid(x)` then reads x once and can be linked to what produces x. The merged operation stands where its
 * first part stood.
 */
export function mergeElementwise(list: LaunchList): Launch[] {
  const merging = new ElementwiseMerging(list);
  const { launches } = merging;
  for (let index = 1; index < launches.length; index++) {
    let root: Launch | undefined = launches[index];
    while (root !== undefined) root = merging.mergeInto(root);
  }
  return launches.filter((launch) => launch !== undefined);
}

class ElementwiseMerging {
  readonly launches: (Launch | undefined)[];
  /** Position of the launch whose first output is the value; −1 for none. */
  readonly #writer: Int32Array;
  readonly #readers: Uint16Array;

  constructor({ launches, valueCount }: LaunchList) {
    this.launches = [...launches];
    this.#writer = new Int32Array(valueCount).fill(-1);
    this.#readers = new Uint16Array(valueCount);
    launches.forEach((launch, position) => {
      this.#writer[launch.outputs[0] ?? -1] = position;
      for (const value of launch.inputs) this.#readers[value] = (this.#readers[value] ?? 0) + 1;
    });
  }

  /** Merges what is before a launch into it; returns what must be looked at again because of that. */
  mergeInto(root: Launch): Launch | undefined {
    const { inputs, outputs, linkable } = root;
    if (!linkable || outputs.length !== 1 || inputs.length > 2) return undefined;
    const [first, second] = inputs as [number, number?];
    const before = this.#writerOf(first);
    if (second === undefined) {
      this.#mergeChain(root, before);
      return undefined;
    }
    const beside = this.#writerOf(second);
    if (before === undefined || beside === undefined || before === beside) return undefined;
    if (root.elementwiseInputs !== 2) return undefined;
    return this.#mergePair(root, before, beside);
  }

  #mergeChain(root: Launch, before: Launch | undefined): void {
    if (before === undefined || !isSimple(before) || !this.#isReadOnce(root.inputs[0])) return;
    this.#replace(root, [before]);
  }

  #mergePair(root: Launch, first: Launch, second: Launch): Launch | undefined {
    const [left, right] = root.inputs as [number, number];
    if (first.linkable && !second.linkable) {
      const joins = isSimple(first) && second.outputs.length === 1 && this.#reads(first, second);
      if (joins && this.#isReadOnce(left)) this.#replace(root, [first]);
      return undefined;
    }
    if (!first.linkable && second.linkable) {
      const joins = isSimple(second) && first.outputs.length === 1 && this.#reads(second, first);
      if (joins && this.#isReadOnce(right)) this.#replace(root, [second]);
      return undefined;
    }
    if (!isSimple(first) || !isSimple(second)) return undefined;
    const parent = this.#writerOf(first.inputs[0] as number);
    if (parent === undefined || !this.#reads(second, parent)) return undefined;
    if (!this.#isReadOnce(left) || !this.#isReadOnce(right)) return undefined;
    return this.#replace(root, [first, second]);
  }

  /** Puts a launch, with what comes before it, in the place of the earliest of that. It reads what `parts` read first. */
  #replace(root: Launch, parts: readonly Launch[]): Launch {
    const [first] = parts as [Launch];
    const positions = [...parts, root].map((launch) => this.#positionOf(launch));
    const all = [...parts, root];
    const merged: Launch = {
      types: all.flatMap(({ types }) => types),
      nodeIds: all.flatMap(({ nodeIds }) => nodeIds),
      operationIndices: all.flatMap(({ operationIndices }) => operationIndices),
      implementation: 'GPUOperation',
      inputs: [first.inputs[0] as number],
      outputs: root.outputs,
      linkable: true,
      elementwiseInputs: 1,
    };
    for (const launch of all) this.#countReads(launch, -1);
    this.#countReads(merged, 1);
    for (const position of positions) this.launches[position] = undefined;
    const place = Math.min(...positions);
    this.launches[place] = merged;
    this.#writer[merged.outputs[0] as number] = place;
    return merged;
  }

  #countReads({ inputs }: Launch, change: number): void {
    for (const value of inputs) this.#readers[value] = (this.#readers[value] ?? 0) + change;
  }

  #positionOf(launch: Launch): number {
    return this.#writer[launch.outputs[0] as number] as number;
  }

  #writerOf(value: number): Launch | undefined {
    return this.launches[this.#writer[value] ?? -1];
  }

  #reads(reader: Launch, writer: Launch): boolean {
    return this.#writerOf(reader.inputs[0] as number) === writer;
  }

  #isReadOnce(value: number | undefined): boolean {
    return this.#readers[value ?? -1] === 1;
  }
}

function isSimple({ linkable, inputs, outputs }: Launch): boolean {
  return linkable && inputs.length === 1 && outputs.length === 1;
}
