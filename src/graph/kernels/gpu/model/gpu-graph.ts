import type { Launch } from '../select/launch.js';
import { refusal } from './refusal.js';
import type { Axis, ValueShape } from './value-shape.js';
import type { ConstantOperand, PadAmounts, SliceBounds, Window } from './attributes.js';

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

/**
 * The graph inside the delegate, with the rules of changing it that its transformations rely on (`common/model.cc`). It lives
 * only while one network is cut. Nodes keep their numbers when others are removed.
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

/** Makes a node the one that writes a value; another one that wrote it does not any more. */
export function setProducer(node: GpuNode, value: GpuValue): void {
  if (value.producer !== undefined) erase(value.producer.outputs, value);
  value.producer = node;
  node.outputs.push(value);
}

/** Makes a node read a value, as its last input. The delegate refuses a node that would read it twice. */
export function addConsumer(node: GpuNode, value: GpuValue): void {
  if (node.inputs.includes(value)) {
    throw refusal(`Node ${node.id} is already a consumer of the value ${value.id}`);
  }
  node.inputs.push(value);
  value.consumers.push(node);
}

/** Makes a node read another value in the place of one. */
export function replaceInput(node: GpuNode, old: GpuValue, value: GpuValue): void {
  node.inputs[node.inputs.indexOf(old)] = value;
  value.consumers.push(node);
  erase(old.consumers, node);
}

/** Removes a node whose outputs only `kept` reads; `kept` reads its inputs after its own. */
export function removePreceding(removed: GpuNode, kept: GpuNode): void {
  for (const input of removed.inputs) addConsumer(kept, input);
  for (const output of removed.outputs) {
    for (const consumer of output.consumers) erase(consumer.inputs, output);
  }
  kept.operationIndices.push(...removed.operationIndices);
  removeNode(removed);
}

/** Removes a node whose inputs `kept` produces; `kept` writes its outputs instead. */
export function removeFollowing(removed: GpuNode, kept: GpuNode): void {
  for (const input of removed.inputs) {
    erase(kept.outputs, input);
    for (const consumer of input.consumers) if (consumer !== removed) erase(consumer.inputs, input);
  }
  for (const output of [...removed.outputs]) setProducer(kept, output);
  kept.operationIndices.push(...removed.operationIndices);
  removeNode(removed);
}

/** Removes a node of one input and one output; what read its output reads its input. */
export function bypass(node: GpuNode): void {
  const [input] = node.inputs as [GpuValue];
  const [output] = node.outputs as [GpuValue];
  removeNode(node);
  for (const consumer of output.consumers) replaceReader(consumer, output, input);
}

function replaceReader(consumer: GpuNode, output: GpuValue, input: GpuValue): void {
  if (consumer.inputs.includes(input)) throw refusal('Graph transformations failed');
  consumer.inputs[consumer.inputs.indexOf(output)] = input;
  input.consumers.push(consumer);
}

/** Removes a node of one input, which only it reads, and one output, which what wrote the input writes instead. */
export function bypassKeepingOutput(node: GpuNode): void {
  const [input] = node.inputs as [GpuValue];
  const [output] = node.outputs as [GpuValue];
  const { producer } = input;
  removeNode(node);
  if (producer === undefined) return;
  erase(producer.outputs, input);
  setProducer(producer, output);
}

function removeNode(node: GpuNode): void {
  for (const input of node.inputs) erase(input.consumers, node);
  for (const output of node.outputs) if (output.producer === node) output.producer = undefined;
  node.removed = true;
}

function erase<T>(items: T[], item: T): void {
  const index = items.indexOf(item);
  if (index >= 0) items.splice(index, 1);
}
