import type { GpuGraph, GpuNode, GpuValue, Launch } from '../model/gpu-graph.js';
import type { KernelImplementation } from '../model/kernel-implementation.js';
import type { ValueShape } from '../model/value-shape.js';

/** How a launch can be linked, where it can. */
interface Linking {
  readonly linkable: boolean;
  readonly inputs: number;
}

const notLinkable: Linking = { linkable: false, inputs: 0 };
const hidden: ValueShape = { batch: 1, height: 1, width: 1, channels: 1 };

/** Collects launches in the order in which the delegate makes them. */
export class LaunchBuilder {
  readonly launches: Launch[] = [];

  constructor(private readonly graph: GpuGraph) {}

  /** A value between two launches of one node, whose shape nothing asks for. */
  newValue(): GpuValue {
    return this.graph.newValue(hidden);
  }

  /** A launch of a node: the only one, or one of several. */
  add(
    node: GpuNode,
    type: string,
    implementation: KernelImplementation,
    inputs: readonly GpuValue[],
    outputs: readonly GpuValue[],
    { linkable, inputs: elementwiseInputs }: Linking = notLinkable,
  ): void {
    this.#add({
      types: [type],
      nodeIds: [node.id],
      operationIndices: [...node.operationIndices],
      implementation,
      inputs,
      outputs,
      linkable,
      elementwiseInputs,
      position: this.launches.length,
      isLinked: false,
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
    this.#add({
      types: [type],
      nodeIds: [-1],
      operationIndices: nodes.flatMap(({ operationIndices }) => operationIndices),
      implementation,
      inputs,
      outputs,
      linkable: false,
      elementwiseInputs: 0,
      position: this.launches.length,
      isLinked: false,
    });
  }

  #add(launch: Launch): void {
    this.launches.push(launch);
    const [output] = launch.outputs;
    if (output !== undefined) output.launch = launch;
    for (const value of launch.inputs) {
      value.launchReaders++;
      value.launchReader = launch;
    }
  }
}
