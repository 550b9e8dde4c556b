import type { GpuGraph, GpuNode, GpuValue } from '../model/gpu-graph.js';
import type { KernelImplementation, Launch } from './launch.js';

/** How a launch can be linked, where it can. */
interface Linking {
  readonly linkable: boolean;
  readonly inputs: number;
}

const notLinkable: Linking = { linkable: false, inputs: 0 };

/** Collects launches in the order in which the delegate makes them. */
export class LaunchBuilder {
  readonly launches: Launch[] = [];
  #valueCount: number;

  constructor(graph: GpuGraph) {
    this.#valueCount = graph.values.length;
  }

  get valueCount(): number {
    return this.#valueCount;
  }

  /** A value between two launches of one node. */
  newValue(): number {
    return this.#valueCount++;
  }

  /** The one launch of a node. */
  add(
    node: GpuNode,
    implementation: KernelImplementation,
    inputs: readonly GpuValue[],
    { type = node.type, linking = notLinkable }: { type?: string; linking?: Linking } = {},
  ): void {
    this.addPart(node, type, implementation, inputs.map(idOf), node.outputs.map(idOf), linking);
  }

  /** One of the launches of a node. */
  addPart(
    node: GpuNode,
    type: string,
    implementation: KernelImplementation,
    inputs: number[],
    outputs: number[],
    { linkable, inputs: elementwiseInputs }: Linking = notLinkable,
  ): void {
    this.launches.push({
      types: [type],
      nodeIds: [node.id],
      operationIndices: node.operationIndices,
      implementation,
      inputs,
      outputs,
      linkable,
      elementwiseInputs,
    });
  }

  /** A launch for several nodes, which the delegate gives no number. */
  addCombined(
    nodes: readonly GpuNode[],
    type: string,
    implementation: KernelImplementation,
    inputs: readonly GpuValue[],
    outputs: readonly GpuValue[],
  ): void {
    this.launches.push({
      types: [type],
      nodeIds: [-1],
      operationIndices: nodes.flatMap(({ operationIndices }) => operationIndices),
      implementation,
      inputs: inputs.map(idOf),
      outputs: outputs.map(idOf),
      linkable: false,
      elementwiseInputs: 0,
    });
  }
}

export function idOf(value: GpuValue): number {
  return value.id;
}
