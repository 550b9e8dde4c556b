import type { ConstantOperand, PadAmounts, SliceBounds, Window } from './attributes.js';
import type { KernelImplementation } from './kernel-implementation.js';
import type { Axis, ValueShape } from './value-shape.js';

/** A value inside the delegate: a tensor of the network, or one that only the delegate has. */
export class GpuValue {
  producer: GpuNode | undefined;
  /** Nodes that read it, in the order in which they began to. */
  consumers: GpuNode[] = [];
  /** The delegated part returns it. */
  isOutput = false;
  /** Index of the node that wrote it last; −1 for what the part is given, 0 for constants, as the delegate has it. */
  writtenAt = 0;
  /** Of launches: the one whose first output it is, how many read it, and one that does. */
  launch: Launch | undefined;
  launchReaders = 0;
  launchReader: Launch | undefined;
  /** While launches are linked: it is there when the launch that is looked at runs. */
  isReady = false;

  constructor(
    readonly id: number,
    readonly shape: ValueShape,
    /** It stands for an int8 or uint8 tensor, whose rounding the delegate imitates. */
    public quantized: boolean,
  ) {}
}

/** A node of the graph inside the delegate (`GraphFloat32`): what one TFLite operation becomes, or a part of it. */
export class GpuNode {
  inputs: GpuValue[] = [];
  outputs: GpuValue[] = [];
  removed = false;
  /** Of an elementwise operation: its constant operand. */
  operand: ConstantOperand | undefined;
  /** Of a convolution or a pooling. */
  window: Window | undefined;
  /** Of a `pad`. */
  pad: PadAmounts | undefined;
  /** Of a `slice`. */
  bounds: SliceBounds | undefined;
  /** Of a `concat` or a `split`: along which axis. */
  axis: Axis | undefined;
  /** Of a reduction: the set of axes. */
  axisSet = 0;
  /** Of a `const`: the tensor of the network that holds it. */
  constantTensor = -1;

  constructor(
    readonly id: number,
    /** The delegate's name of the operation: `convolution_2d`. */
    public type: string,
    /** The TFLite operations that it executes, the one that it was made for first. */
    public operationIndices: number[],
  ) {}
}

/** One launch on the GPU before others are linked to it, and with them after that (`GpuNode` in common/gpu_model.h). */
export interface Launch {
  /** The delegate's names of what it executes, the kernel's own first, then what is linked to it. */
  readonly types: string[];
  /** The numbers of the delegate's nodes beside {@link types}; −1 where the delegate tells none. */
  readonly nodeIds: number[];
  /** TFLite's operations, the one that gives the kernel its name first. */
  readonly operationIndices: number[];
  readonly implementation: KernelImplementation;
  /** Values that it reads; constants are not among them, unless a node holds them. */
  inputs: readonly GpuValue[];
  outputs: readonly GpuValue[];
  /** It works element by element and can be linked to the launch that writes its first input. */
  readonly linkable: boolean;
  /** Values that it reads element by element, 1 or 2: two where nothing is broadcast. */
  readonly elementwiseInputs: number;
  /** Where it stands among all launches before they are linked. */
  readonly position: number;
  /** It has become part of another one. */
  isLinked: boolean;
}

/**
 * The graph inside the delegate. It lives only while one network is cut. Nodes keep their numbers when others are removed.
 */
export class GpuGraph {
  /** In execution order; removed ones stay until {@link dropRemoved}. */
  nodes: GpuNode[] = [];
  readonly values: GpuValue[] = [];
  #nodeCount = 0;

  newNode(type: string, operationIndex: number): GpuNode {
    const node = new GpuNode(this.#nodeCount++, type, [operationIndex]);
    this.nodes.push(node);
    return node;
  }

  /** A node that is executed right after another one, made while {@link nodes} is being rebuilt: the caller places it. */
  newUnplacedNode(type: string, operationIndex: number): GpuNode {
    return new GpuNode(this.#nodeCount++, type, [operationIndex]);
  }

  newValue(shape: ValueShape, quantized = false): GpuValue {
    const value = new GpuValue(this.values.length, shape, quantized);
    this.values.push(value);
    return value;
  }

  dropRemoved(): void {
    this.nodes = this.nodes.filter((node) => !node.removed);
  }
}
