import type { Attributes, Operation } from '../../../model/graph.js';
import type { Shape } from '../../../model/tensor.js';
import { addConsumer, setProducer } from '../model/change-graph.js';
import type { GpuGraph, GpuNode, GpuValue } from '../model/gpu-graph.js';
import { refusal } from '../model/refusal.js';
import type { TfliteView } from '../model/tflite-view.js';
import { valueShape, type ValueShape } from '../model/value-shape.js';
import type { RuntimeVersion } from '../runtime-version.js';
import { constantIntegers } from './constants.js';

/**
 * One operation of the network while it is read into the delegate's graph, with what the delegate's parsers do with tensors
 * (`ObjectReader`). Tensors become values when they are first named. Everything here throws `GPU_DELEGATE_REFUSES` where the
 * delegate fails.
 */
export class OperationReader {
  operation!: Operation;
  index = -1;
  /** Tensors that it reads, stored constants in the place of unpacked ones. */
  inputs: readonly number[] = [];
  readonly #values: (GpuValue | undefined)[];

  constructor(
    readonly view: TfliteView,
    readonly graph: GpuGraph,
    readonly version: RuntimeVersion,
  ) {
    this.#values = new Array<GpuValue | undefined>(view.graph.tensors.length).fill(undefined);
  }

  /** Turns to the next operation. */
  open(operation: Operation, index: number): void {
    this.operation = operation;
    this.index = index;
    this.inputs = this.view.inputsOf(operation);
  }

  get attributes(): Attributes {
    return this.operation.attributes;
  }

  /** An attribute that counts something; 0 where it is absent. */
  number(name: string): number {
    return (this.operation.attributes[name] as number | undefined) ?? 0;
  }

  newNode(type: string): GpuNode {
    return this.graph.newNode(type, this.index);
  }

  isConstant(position: number): boolean {
    const tensor = this.inputs[position] ?? -1;
    return tensor >= 0 && this.view.isConstant(tensor);
  }

  runtimeInputs(): number {
    let count = 0;
    for (const tensor of this.inputs) if (this.view.isRuntime(tensor)) count++;
    return count;
  }

  shapeOfInput(position: number): Shape {
    return this.view.shape(this.tensorAt(position));
  }

  /** The delegate's shape of an input, constant or not. */
  inputShape(position: number): ValueShape {
    return this.shapeOf(this.tensorAt(position));
  }

  outputShape(position: number): ValueShape {
    return this.shapeOf(this.operation.outputs[position] as number);
  }

  shapeOf(tensor: number): ValueShape {
    const known = this.#values[tensor];
    if (known !== undefined) return known.shape;
    const shape = valueShape(this.view.shape(tensor));
    if (shape !== undefined) return shape;
    const { name, shape: dimensions } = this.view.tensor(tensor);
    throw refusal(
      `${this.operation.operator}: Tensor "${name}" has bad input dims size: ${dimensions.length}.`,
    );
  }

  /** The integers of a constant input. */
  integers(position: number): readonly number[] {
    const tensor = this.tensorAt(position);
    return constantIntegers(this.view.tensor(tensor)) ?? this.fail(`input ${position} must be constant`);
  }

  /** The value of a tensor that is no constant. */
  value(tensor: number): GpuValue {
    const known = this.#values[tensor];
    if (known !== undefined) return known;
    const { data, type, name, quantization } = this.view.tensor(tensor);
    if (data !== undefined) this.fail(`ReadNonConstantTensor: value is a constant tensor: ${tensor}`);
    const quantized = type === 'int8' || type === 'uint8';
    if (quantized && quantization === undefined) this.fail(`Tensor not quantized: ${name}`);
    if (quantized && (quantization?.scales.length ?? 0) > 1) {
      this.fail(`Non-constant per-channel quantized tensor: ${name}`);
    }
    const value = this.graph.newValue(this.shapeOf(tensor), quantized);
    this.#values[tensor] = value;
    return value;
  }

  addInput(node: GpuNode, position: number): GpuValue {
    const value = this.value(this.tensorAt(position));
    addConsumer(node, value);
    return value;
  }

  addOutput(node: GpuNode, position: number): void {
    setProducer(node, this.value(this.operation.outputs[position] as number));
  }

  addOutputs(node: GpuNode): void {
    for (const tensor of this.operation.outputs) setProducer(node, this.value(tensor));
  }

  /** A node that only the delegate has, between a value and one of another shape. */
  addStep(type: string, input: GpuValue, shape: ValueShape): GpuValue {
    const node = this.newNode(type);
    addConsumer(node, input);
    const value = this.graph.newValue(shape);
    setProducer(node, value);
    return value;
  }

  /** The value of an input, or of a node that holds it where it is a constant, which must then have four dimensions. */
  valueOrConstant(position: number): GpuValue {
    const tensor = this.tensorAt(position);
    if (!this.view.isConstant(tensor)) return this.value(tensor);
    const shape = this.view.shape(tensor);
    if (shape.length !== 4) {
      this.fail(`Expected a 4D tensor of shape BxHxWxC but got ${shape.join('x')}`);
    }
    return this.constantNode(tensor, this.shapeOf(tensor));
  }

  /** A node that holds a constant. */
  constantNode(tensor: number, shape: ValueShape): GpuValue {
    const node = this.newNode('const');
    node.constantTensor = tensor;
    const value = this.graph.newValue(shape);
    setProducer(node, value);
    return value;
  }

  /**
   * Makes the activation that is fused into the operation a node of its own (`MaybeFuseActivation`): it writes what the node wrote
   * so far.
   */
  fuseActivation(node: GpuNode): void {
    const activation = this.operation.attributes['fusedActivation'];
    if (activation === undefined || activation === 'NONE') return;
    const [output, ...others] = node.outputs;
    if (output === undefined || others.length > 0) this.fail('Number of outputs != 1');
    if (activation === 'SIGN_BIT') this.fail('Unsupported fused activation: 5');
    const step = this.newNode(activation === 'TANH' ? 'tanh' : 'relu');
    setProducer(step, output);
    const between = this.graph.newValue(output.shape);
    setProducer(node, between);
    addConsumer(step, between);
  }

  /** Ends reading: the delegate fails on the operation. */
  fail(reason: string): never {
    throw refusal(`${this.operation.operator}: ${reason}`);
  }

  private tensorAt(position: number): number {
    const tensor = this.inputs[position] ?? -1;
    if (tensor < 0) this.fail(`input ${position} is left out`);
    return tensor;
  }
}
