import type { Graph, Operation } from '../../model/graph.js';

/** How an operation reads a value, a bit each. */
const asImage = 1;
const asSummand = 2;
const otherwise = 4;
const allWays = 7;

/** Elementwise operations of one value that stay what they are, wherever they stand. */
const activations: ReadonlySet<string> = new Set(
  'ELU GELU HARD_SWISH LEAKY_RELU LOGISTIC PRELU RELU RELU6 RELU_N1_TO_1 TANH'.split(' '),
);

/**
 * Where a network that the GPU delegate takes as a whole, in floating point, can be cut in two whose launches are, one after the other, those
 * of the network: after which operations, as the index of the next one, the end of the network last. There everything that follows
 * goes through one value, and nothing that the delegate rewrites, merges or links reaches across it:
 *
 * - it is read by convolutions, which nothing links to, and besides them only by sums of two values. With a convolution as a reader it is
 *   never read once, so that no sum links to what writes it, or merges with it (`MergeNodes`, `MergeElementwiseNodes` in gpu_model.cc);
 * - it is written by an operation that no convolution takes in (paddings, constant factors and summands are) and that is not taken away
 *   (as slices and reshapes to the shape that is there).
 */
export function gpuSegmentEnds(graph: Graph): number[] {
  const { operations } = graph;
  const count = operations.length;
  const readings = readingsOf(graph);
  /** Last reader of all that was written before. */
  let reach = -1;
  for (const tensor of graph.inputs) reach = Math.max(reach, lastReader(readings[tensor]));
  const ends: number[] = [];
  for (let index = 0; index < count; index++) {
    const operation = operations[index] as Operation;
    const { outputs } = operation;
    if (reach <= index && outputs.length === 1 && isReadApart(readings[outputs[0] as number])) {
      if (staysApart(graph, operation)) ends.push(index + 1);
    }
    for (let position = 0; position < outputs.length; position++) {
      reach = Math.max(reach, lastReader(readings[outputs[position] as number]));
    }
  }
  if (ends.at(-1) !== count) ends.push(count);
  return ends;
}

/**
 * Of each tensor the last operation that reads it, times eight, and all ways in which it is read. What the network returns is read by what
 * follows the last.
 */
function readingsOf(graph: Graph): readonly number[] {
  const { tensors, operations } = graph;
  // A plain array: of networks' sizes they are made several times as fast as typed ones.
  const readings = new Array<number>(tensors.length).fill(0);
  for (let index = 0; index < operations.length; index++) {
    const operation = operations[index] as Operation;
    const { inputs } = operation;
    const [ofFirst, ofOthers] = waysOfReading(graph, operation);
    for (let position = 0; position < inputs.length; position++) {
      const tensor = inputs[position] as number;
      if (tensor < 0) continue;
      const ways = (readings[tensor] as number) & allWays;
      readings[tensor] = (8 * index) | ways | (position === 0 ? ofFirst : ofOthers);
    }
  }
  for (const tensor of graph.outputs) readings[tensor] = (8 * operations.length) | otherwise;
  return readings;
}

function lastReader(reading = otherwise): number {
  return reading === 0 ? -1 : reading >> 3;
}

function isReadApart(reading = otherwise): boolean {
  return (reading & asImage) !== 0 && (reading & otherwise) === 0;
}

const imageFirst = [asImage, otherwise] as const;
const summands = [asSummand, asSummand] as const;
const others = [otherwise, otherwise] as const;

/** How an operation reads its first input, and its others. */
function waysOfReading(graph: Graph, operation: Operation): readonly [number, number] {
  if (isConvolution(graph, operation)) return imageFirst;
  return operation.operator === 'ADD' && readsTwoValues(graph, operation) ? summands : others;
}

function staysApart(graph: Graph, operation: Operation): boolean {
  const { operator, inputs } = operation;
  switch (operator) {
    case 'CONV_2D':
    case 'DEPTHWISE_CONV_2D':
      return isConvolution(graph, operation);
    case 'ADD':
    case 'MUL':
      return readsTwoValues(graph, operation);
    case 'AVERAGE_POOL_2D':
    case 'MAX_POOL_2D':
      return true;
    case 'CONCATENATION':
      return inputs.length > 1 && inputs.every((tensor) => graph.tensors[tensor]?.data === undefined);
    default:
      return activations.has(operator);
  }
}

/** A convolution of one value with weights that the file stores. */
function isConvolution(graph: Graph, { operator, inputs }: Operation): boolean {
  if (operator !== 'CONV_2D' && operator !== 'DEPTHWISE_CONV_2D') return false;
  return graph.tensors[inputs[1] ?? -1]?.data !== undefined;
}

function readsTwoValues(graph: Graph, { inputs }: Operation): boolean {
  const [first = -1, second = -1] = inputs;
  if (inputs.length !== 2 || first === second || first < 0 || second < 0) return false;
  return graph.tensors[first]?.data === undefined && graph.tensors[second]?.data === undefined;
}
