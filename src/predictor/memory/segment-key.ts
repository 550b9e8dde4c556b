import { gpuSegmentEnds } from '../../graph/kernels/index.js';
import type { Graph, Operation, Tensor } from '../../graph/index.js';
import { runtimeShape } from '../../graph/model/shape.js';
import type { NumberKey } from './number-key.js';

/** Longest constant of integers, in bytes, that a key holds: paddings, axes, sizes. */
const longestIntegers = 64;

/** Operations of a segment that is written: a longer one is hardly shared by networks, and long to remember. */
const longestSegment = 128;

/** What the delegate makes of these depends on what constants hold, or on what is around them. */
const unfit: ReadonlySet<string> = new Set(['DENSIFY', 'DEQUANTIZE', 'QUANTIZE']);
const readConstants: ReadonlySet<string> = new Set(['CONCATENATION', 'PACK', 'SELECT', 'SELECT_V2']);

/**
 * Writes, of one segment of a network after another, all that decides what a GPU runs for it and what learners see of that: operators,
 * attributes, shapes, types, which value is read where, and integers that are constant. Equal keys are equal segments: they may be of
 * different networks.
 */
export class SegmentKeys {
  #graph!: Graph;
  /** Indices of the operations after each segment. */
  ends: readonly number[] = [];
  /** Of each tensor the number that it got when it was last written, in this network or an earlier one. Numbers only rise. */
  #places = new Float64Array(1024);
  #placesUsed = 0;
  /** The last number that was there before the segment. */
  #placesBefore = 0;

  constructor(private readonly key: NumberKey) {}

  /** Turns to a network. */
  open(graph: Graph): void {
    this.#graph = graph;
    this.ends = gpuSegmentEnds(graph);
    if (graph.tensors.length > this.#places.length) this.#places = new Float64Array(2 * graph.tensors.length);
  }

  /** Index of the first operation of a segment. */
  start(segment: number): number {
    return segment === 0 ? 0 : (this.ends[segment - 1] as number);
  }

  /** Writes the key of a segment. False where it cannot be told apart from others by one. */
  write(segment: number): boolean {
    const { key } = this;
    const { operations, inputs } = this.#graph;
    const start = this.start(segment);
    const end = this.ends[segment] as number;
    if (end - start > longestSegment) return false;
    key.begin();
    key.push(end === operations.length ? 1 : 0);
    this.#placesBefore = this.#placesUsed;
    if (segment === 0) {
      key.push(inputs.length);
      for (const tensor of inputs) if (!this.#pushWritten(tensor)) return false;
    } else {
      key.push(-1);
      if (!this.#pushWritten(operations[start - 1]?.outputs[0] ?? -1)) return false;
    }
    for (let index = start; index < end; index++) {
      if (!this.#pushOperation(operations[index] as Operation)) return false;
    }
    return true;
  }

  #pushOperation({
    operator,
    version,
    attributes,
    inputs,
    outputs,
    calls,
    customOptions,
  }: Operation): boolean {
    if (calls !== undefined || customOptions !== undefined || unfit.has(operator)) return false;
    const { key } = this;
    key.pushOperator(operator, attributes);
    key.push(version ?? 1);
    key.push(inputs.length);
    for (let position = 0; position < inputs.length; position++) {
      if (!this.#pushRead(inputs[position] as number, operator)) return false;
    }
    key.push(outputs.length);
    for (let position = 0; position < outputs.length; position++) {
      if (!this.#pushWritten(outputs[position] as number)) return false;
    }
    return true;
  }

  #pushRead(index: number, operator: string): boolean {
    if (index < 0) {
      this.key.push(-1);
      return true;
    }
    const tensor = this.#graph.tensors[index] as Tensor;
    if (tensor.data === undefined) {
      const place = (this.#places[index] as number) - this.#placesBefore;
      this.key.push(-1 - place);
      return place > 0;
    }
    return !readConstants.has(operator) && this.#pushConstant(tensor);
  }

  #pushConstant(tensor: Tensor): boolean {
    const { data, type, quantizedBy } = tensor;
    const stored = data instanceof Uint8Array;
    if (quantizedBy !== undefined || (!stored && data !== 'zeros')) return false;
    const { key } = this;
    key.pushShape(stored ? 2 : 3, type, runtimeShape(tensor));
    if (!stored || (type !== 'int32' && type !== 'int64')) return true;
    if (data.byteLength > longestIntegers) return false;
    key.pushBytes(data);
    return true;
  }

  /** A value that is there from here on. Those of bytes are rounded on the way, by nodes that only the delegate has. */
  #pushWritten(index: number): boolean {
    const { tensors, outputs } = this.#graph;
    const tensor = tensors[index];
    if (tensor === undefined || tensor.data !== undefined) return false;
    const { type } = tensor;
    if (type === 'int8' || type === 'uint8') return false;
    this.#places[index] = ++this.#placesUsed;
    this.key.pushShape(outputs.includes(index) ? 1 : 0, type, runtimeShape(tensor));
    return true;
  }
}
