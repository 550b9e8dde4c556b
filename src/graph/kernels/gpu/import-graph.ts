import type { Graph, Operation } from '../../graph.js';
import type { Tensor } from '../../tensor.js';
import { valueShape, type GpuGraph, type GpuNode, type SpatialPadding, type ValueShape } from './node.js';
import { elementwiseTypes, fusedActivationTypes, kernelTypes } from './operation-types.js';
import { delegateChanges, type RuntimeVersion } from './runtime-version.js';
import { windowGeometry } from './window-geometry.js';

const windowed = new Set(['CONV_2D', 'DEPTHWISE_CONV_2D', 'MAX_POOL_2D', 'AVERAGE_POOL_2D']);
const weighted = new Set(['CONV_2D', 'DEPTHWISE_CONV_2D', 'FULLY_CONNECTED', 'TRANSPOSE_CONV']);

/**
 * Reads a TFLite graph as the delegate does (`model_builder.cc`): constants go into the operation that reads them, a fused
 * activation becomes an operation of its own, a depthwise convolution written as a grouped one is recognised. An operation
 * that the delegate does not know stands as a node of type `cpu:<operator>`, since the runtime executes it on the CPU.
 */
export function importGraph(graph: Graph, version: RuntimeVersion): GpuGraph {
  const reader = new GraphImporter(graph, version);
  graph.operations.forEach((operation, index) => reader.read(operation, index));
  return { nodes: reader.nodes, shapes: reader.shapes, outputs: new Set(graph.outputs) };
}

class GraphImporter {
  readonly nodes: GpuNode[] = [];
  readonly shapes: ValueShape[];
  /** Values that are as good as constant: made from constants alone, as dequantized float16 weights are. */
  readonly #constant: boolean[];
  readonly #graph: Graph;
  readonly #version: RuntimeVersion;

  constructor(graph: Graph, version: RuntimeVersion) {
    this.#graph = graph;
    this.#version = version;
    this.shapes = graph.tensors.map((tensor) => valueShape(tensor.shape));
    this.#constant = graph.tensors.map((tensor) => tensor.data !== undefined);
  }

  read(operation: Operation, index: number): void {
    const values = operation.inputs.filter((value) => value >= 0);
    if (values.length > 0 && values.every((value) => this.#constant[value])) {
      for (const value of operation.outputs) this.#constant[value] = true;
      return;
    }
    const runtimeInputs = values.filter((value) => !this.#constant[value]);
    if (elementwiseTypes.has(operation.operator)) this.#readElementwise(operation, index, runtimeInputs);
    else this.#readKernel(operation, index, runtimeInputs);
  }

  #readElementwise(operation: Operation, index: number, runtimeInputs: readonly number[]): void {
    const constant = operation.inputs.find((value) => value >= 0 && this.#constant[value]);
    const unary = operation.inputs.length === 1 || operation.operator === 'PRELU';
    this.#append(operation, {
      type: elementwiseTypes.get(operation.operator) as string,
      operationIndices: [index],
      inputs: this.#largerFirst(operation.operator, runtimeInputs),
      outputs: [...operation.outputs],
      linkable: true,
      ...(constant === undefined || unary ? {} : { constantOperand: this.#constantOperand(constant) }),
    });
  }

  /** MUL binds the larger of two run-time inputs first, because the smaller one is read by broadcasting. */
  #largerFirst(operator: string, inputs: readonly number[]): number[] {
    const [first, second] = inputs;
    if (operator !== 'MUL' || first === undefined || second === undefined) return [...inputs];
    const [a, b] = [this.#shape(first), this.#shape(second)];
    const firstIsSmaller = a.height <= b.height && a.width <= b.width && a.channels === b.channels;
    return firstIsSmaller ? [second, first] : [first, second];
  }

  #constantOperand(value: number): 'scalar' | 'per-channel' | 'tensor' {
    const tensor = this.#tensor(value);
    const elements = tensor.shape.reduce((product, dimension) => product * dimension, 1);
    if (elements === 1) return 'scalar';
    return elements === tensor.shape.at(-1) ? 'per-channel' : 'tensor';
  }

  #readKernel(operation: Operation, index: number, runtimeInputs: readonly number[]): void {
    const type = kernelTypes.get(operation.operator) ?? `cpu:${operation.operator}`;
    const node: GpuNode = {
      type,
      operationIndices: [index],
      inputs: [...runtimeInputs],
      outputs: [...operation.outputs],
      linkable: false,
    };
    if (windowed.has(operation.operator)) this.#addGeometry(operation, node);
    if (operation.operator === 'FULLY_CONNECTED') this.#flattenOrConvolve(node);
    const zeroPadding = operation.operator === 'PAD' ? this.#zeroPadding(operation) : undefined;
    this.#append(operation, zeroPadding === undefined ? node : { ...node, zeroPadding });
  }

  #addGeometry(operation: Operation, node: GpuNode): void {
    const filter = weighted.has(operation.operator)
      ? this.#tensor(operation.inputs[1] as number).shape
      : undefined;
    const input = this.#shape(operation.inputs[0] as number);
    const output = this.#shape(operation.outputs[0] as number);
    const geometry = windowGeometry(operation, input, output, filter);
    node.geometry = geometry;
    if (operation.operator === 'CONV_2D' && geometry.groups > 1) node.type = this.#groupedType(geometry);
    if (operation.operator === 'AVERAGE_POOL_2D' && coversInput(geometry, input, output)) {
      node.type = 'mean';
      delete node.geometry;
    }
  }

  /** One filter channel a group is a depthwise convolution; other groups have a kernel only where slices of 4 stay whole. */
  #groupedType({ groups, inputChannels, outputChannels }: NonNullable<GpuNode['geometry']>): string {
    if (inputChannels === groups && inputChannels === outputChannels) return 'depthwise_convolution';
    const whole = (inputChannels / groups) % 4 === 0 && (outputChannels / groups) % 4 === 0;
    const supported = whole && this.#version >= delegateChanges.groupedConvolution;
    return supported ? 'convolution_2d_grouped' : 'split_convolution_concat';
  }

  /** A product of many rows is a 1×1 convolution over them. */
  #flattenOrConvolve(node: GpuNode): void {
    const input = this.#shape(node.inputs[0] as number);
    const output = this.#shape(node.outputs[0] as number);
    if (input.height * input.width === 1 || output.height * output.width === 1) return;
    node.type = 'convolution_2d';
    node.geometry = pointwiseGeometry(input.channels, output.channels);
  }

  #zeroPadding(operation: Operation): SpatialPadding | undefined {
    const data = this.#tensor(operation.inputs[1] as number).data;
    if (!(data instanceof Uint8Array) || data.byteLength !== 32) return undefined;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const amount = (dimension: number, side: number): number =>
      view.getInt32((dimension * 2 + side) * 4, true);
    if (amount(0, 0) + amount(0, 1) + amount(3, 0) + amount(3, 1) !== 0) return undefined;
    return { top: amount(1, 0), bottom: amount(1, 1), left: amount(2, 0), right: amount(2, 1) };
  }

  #append(operation: Operation, node: GpuNode): void {
    const activation = fusedActivationTypes[String(operation.attributes['fusedActivation'] ?? 'NONE')];
    const [output] = node.outputs;
    this.nodes.push(node);
    if (activation === undefined || output === undefined) return;
    const beforeActivation = this.shapes.length;
    this.shapes.push(this.#shape(output));
    node.outputs = [beforeActivation];
    this.nodes.push({
      type: activation,
      operationIndices: [...node.operationIndices],
      inputs: [beforeActivation],
      outputs: [output],
      linkable: true,
    });
  }

  #tensor(value: number): Tensor {
    return this.#graph.tensors[value] as Tensor;
  }

  #shape(value: number): ValueShape {
    return this.shapes[value] as ValueShape;
  }
}

function coversInput(
  geometry: NonNullable<GpuNode['geometry']>,
  input: ValueShape,
  output: ValueShape,
): boolean {
  const whole = geometry.kernelHeight === input.height && geometry.kernelWidth === input.width;
  return whole && output.height === 1 && output.width === 1;
}

function pointwiseGeometry(inputChannels: number, outputChannels: number): NonNullable<GpuNode['geometry']> {
  return {
    kernelHeight: 1,
    kernelWidth: 1,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    inputChannels,
    outputChannels,
    groups: 1,
    padding: { top: 0, bottom: 0, left: 0, right: 0 },
  };
}
