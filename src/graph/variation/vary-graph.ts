import { GraphError } from '../errors.js';
import { outputsOf } from '../description/cost.js';
import { configurationOf } from '../description/describe.js';
import type { OperationConfiguration } from '../model/configuration.js';
import type { Graph, Operation } from '../model/graph.js';
import type { Quantization, Shape, Tensor } from '../model/tensor.js';
import { inPrecision } from '../precision/in-precision.js';
import { newShapes, reshaped, weighing, type VariedOperation } from './constants.js';
import type { Variation } from './variation.js';
import { paddingsFor, windowsByPad, type PaddedWindows } from './window-pads.js';

/**
 * The same network with other widths, windows or in another precision: each operation as it would stand there, with weights of
 * zero. What it computes is nothing; how long that takes is what is asked.
 * @throws GraphError NETWORK_NOT_VARIED where an operation does not fit what comes before it any more, or is of no kind that can be varied
 */
export function varyGraph(graph: Graph, variation: Variation): Graph {
  if (graph.others !== undefined) throw notVaried(graph, 'it has further subgraphs');
  try {
    return precise(resized(graph, variation), variation);
  } catch (error) {
    if (!(error instanceof GraphError) || error.code === 'NETWORK_NOT_VARIED') throw error;
    throw new GraphError(
      'NETWORK_NOT_VARIED',
      `${graph.name} cannot be varied so: ${error.message}`,
      error.details,
    );
  }
}

/** With other shapes, by walking through the operations as they are executed. */
function resized(graph: Graph, variation: Variation): Graph {
  const { width, kernel } = variation;
  if (width === undefined && kernel === undefined) return graph;
  const results = makersOfResults(graph);
  const windows: PaddedWindows = kernel === undefined ? new Map() : windowsByPad(graph);
  const padded = new Set([...windows.values()].map(({ index }) => index));
  const tensors = new VariedTensors(graph);
  const operations: Operation[] = [];
  for (const [index, operation] of graph.operations.entries()) {
    const before = operation.inputs.map((input) => graph.tensors[input]);
    const now = operation.inputs.map((input) => tensors.all[input]);
    const varied = { operation, before, now, makesResult: results.has(index), isPadded: padded.has(index) };
    const window = windows.get(index)?.window;
    const fitted =
      window === undefined || kernel === undefined
        ? fittedOperation(varied, variation, tensors)
        : fittedPad(varied, paddingsFor(before[1] as Tensor, window, kernel), tensors);
    const outputs = outputsOf(configurationAlone(tensors.all, fitted));
    for (const [position, output] of fitted.outputs.entries()) {
      const shape = outputs[position]?.shape;
      if (shape !== undefined) tensors.reshape(output, shape);
    }
    operations.push(fitted);
  }
  for (const output of graph.outputs) {
    const [was, is] = [graph.tensors[output]?.shape, tensors.all[output]?.shape];
    if (String(was) !== String(is))
      throw notVaried(graph, `its result would be ${String(is)}, not ${String(was)}`);
  }
  return { ...graph, tensors: tensors.all, operations };
}

/** The configuration of an operation by its own tensors alone: however long a network is, each is looked at once. */
function configurationAlone(tensors: readonly Tensor[], operation: Operation): OperationConfiguration {
  const inputs = operation.inputs.filter((input) => input >= 0);
  const own = [...inputs, ...operation.outputs].flatMap((index) => tensors[index] ?? []);
  const graph = {
    name: operation.operator,
    tensors: own,
    operations: [
      {
        ...operation,
        inputs: operation.inputs.map((input) => (input < 0 ? input : inputs.indexOf(input))),
        outputs: operation.outputs.map((_, position) => inputs.length + position),
      },
    ],
    inputs: [],
    outputs: [],
  };
  return configurationOf(graph, 0);
}

/** The tensors of a network while it is varied. A constant that several operations share becomes another one for each that needs it so. */
class VariedTensors {
  readonly all: Tensor[];
  readonly #readers = new Map<number, number>();

  constructor({ tensors, operations }: Graph) {
    this.all = [...tensors];
    for (const { inputs } of operations)
      for (const input of inputs) this.#readers.set(input, (this.#readers.get(input) ?? 0) + 1);
  }

  reshape(index: number, shape: Shape): void {
    const tensor = this.all[index];
    if (tensor !== undefined) this.all[index] = withShape(tensor, shape);
  }

  /** The operation with another constant at one of its inputs. */
  with(operation: Operation, position: number, constant: Tensor): Operation {
    const index = operation.inputs[position] as number;
    if (this.#readers.get(index) === 1) {
      this.all[index] = constant;
      return operation;
    }
    const inputs = [...operation.inputs];
    inputs[position] = this.all.push(constant) - 1;
    return { ...operation, inputs };
  }
}

/** Gives the constants of an operation their new shapes. */
function fittedOperation(varied: VariedOperation, variation: Variation, tensors: VariedTensors): Operation {
  const { operation, before } = varied;
  if (operation.operator === 'RESHAPE') return fittedReshape(varied, tensors);
  let fitted = operation;
  for (const [position, shape] of newShapes(varied, variation)) {
    const tensor = before[position];
    if (tensor?.data === undefined)
      throw new GraphError(
        'NETWORK_NOT_VARIED',
        `${operation.operator} computes what others have as constants`,
      );
    if (String(tensor.shape) !== String(shape))
      fitted = tensors.with(fitted, position, withShape(tensor, shape));
  }
  return fitted;
}

function fittedPad(
  { operation, before }: VariedOperation,
  data: Uint8Array,
  tensors: VariedTensors,
): Operation {
  return tensors.with(operation, 1, { ...(before[1] as Tensor), data });
}

/** What a RESHAPE makes stands in its second input, in its attributes, or in both. */
function fittedReshape({ operation, before, now }: VariedOperation, tensors: VariedTensors): Operation {
  const [was, target] = before;
  const is = now[0];
  const attribute = operation.attributes['newShape'];
  const old = storedShapeOf(target) ?? (Array.isArray(attribute) ? (attribute as Shape) : undefined);
  if (was === undefined || is === undefined || old === undefined) return operation;
  const shape = reshaped(old, was.shape, is.shape);
  const attributes = attribute === undefined ? {} : { newShape: shape };
  const fitted = { ...operation, attributes: { ...operation.attributes, ...attributes } };
  if (target?.data === undefined) return fitted;
  return tensors.with(fitted, 1, { ...target, data: new Uint8Array(Int32Array.from(shape).buffer) });
}

function storedShapeOf(target: Tensor | undefined): Shape | undefined {
  if (!(target?.data instanceof Uint8Array) || target.type !== 'int32') return undefined;
  const { buffer, byteOffset, byteLength } = target.data;
  return [...new Int32Array(buffer.slice(byteOffset, byteOffset + byteLength))];
}

/** Operations with weights behind which nothing with weights comes on some way to a result: they make as many channels as that has. */
function makersOfResults({ operations, outputs }: Graph): ReadonlySet<number> {
  const makerOf = new Map(
    operations.flatMap(({ outputs: made }, index) => made.map((tensor) => [tensor, index])),
  );
  const makers = new Set<number>();
  const seen = new Set<number>();
  const open = [...outputs];
  for (let tensor = open.pop(); tensor !== undefined; tensor = open.pop()) {
    const index = makerOf.get(tensor);
    const operation = index === undefined ? undefined : operations[index];
    if (index === undefined || operation === undefined || seen.has(index)) continue;
    seen.add(index);
    if (weighing.has(operation.operator)) makers.add(index);
    else open.push(...operation.inputs);
  }
  return makers;
}

function withShape(tensor: Tensor, shape: Shape): Tensor {
  const { name, type, quantizedBy, sparse, variable, data, quantization } = tensor;
  return {
    ...{ name, type, shape },
    ...(quantizedBy !== undefined && { quantizedBy }),
    ...(sparse !== undefined && { sparse }),
    ...(variable !== undefined && { variable }),
    // Integers that decide shapes are left alone: only weights come here.
    ...(data !== undefined && { data: 'zeros' as const }),
    ...(quantization !== undefined && { quantization: quantizedFor(quantization, shape) }),
  };
}

/** As many scales as there are channels. */
function quantizedFor(quantization: Quantization, shape: Shape): Quantization {
  const { scales, zeroPoints, dimension } = quantization;
  if (scales.length <= 1) return quantization;
  const channels = shape[dimension] ?? 1;
  const repeated = (values: readonly number[]) =>
    Array.from({ length: channels }, (_, index) => values[index % Math.max(1, values.length)] ?? 0);
  return { scales: repeated(scales), zeroPoints: repeated(zeroPoints), dimension };
}

const someScale: Quantization = { scales: [1 / 128], zeroPoints: [0], dimension: 0 };

/** In another precision: each operand in the type that it has there. */
function precise(graph: Graph, { precision }: Variation): Graph {
  if (precision === undefined || precision === 'float32') return graph;
  const tensors = [...graph.tensors];
  for (const operation of graph.operations) {
    const converted = inPrecision(configurationAlone(graph.tensors, operation), precision);
    for (const [position, operand] of converted.inputs.entries()) {
      const input = operation.inputs[position];
      if (operand !== null && input !== undefined) retype(tensors, input, operand.type);
    }
    for (const [position, operand] of outputsOf(converted).entries()) {
      const output = operation.outputs[position];
      if (output !== undefined) retype(tensors, output, operand.type);
    }
  }
  return { ...graph, tensors };
}

function retype(tensors: Tensor[], index: number, type: Tensor['type']): void {
  const tensor = tensors[index];
  if (tensor === undefined || tensor.type === type) return;
  const data = tensor.data === undefined ? {} : { data: 'zeros' as const };
  tensors[index] = { ...tensor, type, ...data, ...(type.startsWith('int') && { quantization: someScale }) };
}

function notVaried({ name }: Graph, reason: string): GraphError {
  return new GraphError('NETWORK_NOT_VARIED', `${name} cannot be varied so: ${reason}`);
}
