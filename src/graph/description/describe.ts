import { GraphError } from '../errors.js';
import type { OperationConfiguration } from '../model/configuration.js';
import type { Call, Graph, Operation } from '../model/graph.js';
import { byteSize, elementCount } from '../model/shape.js';
import type { Tensor } from '../model/tensor.js';
import { inputAt } from '../operators/definition/inputs.js';
import { findOperator } from '../operators/registry.js';
import { countCalls, executedGraphs, subgraphAt } from './called-graphs.js';
import { operationCost } from './cost.js';
import type { Cost } from './cost.js';
import { leftOutOf } from './left-out.js';
import type { LeftOut } from './left-out.js';
import { operandTable, operationView, unpacksOnce } from './operands.js';
import type { OperandTable } from './operands.js';

/** One operation of a described graph. */
export interface OperationDescription extends Cost {
  readonly index: number;
  readonly operator: string;
  /**
   * False for custom operators and those that this program has no definition of: their FLOPs are then 0, save that control flow and
   * composites have those of what they call.
   */
  readonly known: boolean;
  /** Some shape is known only at run time; the numbers are those of the sizes that the file stores. */
  readonly dynamic: boolean;
  /** It only unpacks weights that the file stores (DENSIFY, DEQUANTIZE): done once when the model is loaded, not in every run. */
  readonly unpacksWeights: boolean;
  readonly configuration: OperationConfiguration;
  /** Subgraphs that it executes. */
  readonly calls?: readonly Call[];
}

export interface GraphDescription {
  readonly name: string;
  /** Of all operations that are known, what is called counted as {@link countCalls} says. */
  readonly flops: number;
  /** Elements of all weights and biases, each constant once, however many operations read it; those of called subgraphs too. */
  readonly parameters: number;
  /** Their bytes as stored: less than 4 per parameter when quantized, float16, sparse, or in a buffer that others share. */
  readonly weightBytes: number;
  /** Whether the numbers hold the whole graph: {@link unknown} is empty. */
  readonly complete: boolean;
  /** What the numbers leave out or do not count whole. */
  readonly unknown: readonly LeftOut[];
  readonly operations: readonly OperationDescription[];
  /** The further subgraphs of the file, where it has any. */
  readonly subgraphs?: readonly SubgraphDescription[];
}

/** A further subgraph of a file: called by operations, or executed by a signature of its own. */
export interface SubgraphDescription {
  /** In the file; the graph itself has the index 0. */
  readonly index: number;
  readonly name: string;
  readonly signature?: string;
  /** Whether a run of the graph executes it. */
  readonly called: boolean;
  readonly flops: number;
  readonly operations: readonly OperationDescription[];
}

/** What a graph does and holds, in all and operation by operation. */
export function describeGraph(graph: Graph): GraphDescription {
  const executed = executedGraphs(graph);
  const operationsOf = describer(graph);
  const operations = operationsOf(graph);
  const weights = [...executed.values()].flatMap(weightTensors);
  const unknown = leftOutOf(graph);
  const subgraphs = graph.others?.map((other, position): SubgraphDescription => {
    const described = operationsOf(other);
    const { name, signature } = other;
    const index = position + 1;
    return {
      index,
      name,
      ...(signature !== undefined && { signature }),
      called: executed.has(index),
      flops: sumOfFlops(described),
      operations: described,
    };
  });
  return {
    name: graph.name,
    flops: sumOfFlops(operations),
    parameters: weights.reduce((sum, { shape }) => sum + elementCount(shape), 0),
    weightBytes: storedBytes(weights),
    complete: unknown.length === 0,
    unknown,
    operations,
    ...(subgraphs && { subgraphs }),
  };
}

/** Describes the operations of the subgraphs of a file, each subgraph once, however often it is called. */
function describer(first: Graph): (graph: Graph) => readonly OperationDescription[] {
  const described = new Map<Graph, readonly OperationDescription[]>();
  const describe = (graph: Graph): readonly OperationDescription[] => {
    const known = described.get(graph);
    if (known !== undefined) return known;
    const operands = operandTable(graph);
    const operations = graph.operations.map((operation, index) =>
      describeOperation(graph, operation, index, operands, flopsOf),
    );
    described.set(graph, operations);
    return operations;
  };
  const flopsOf = (index: number): number => {
    const callee = subgraphAt(first, index);
    return callee === undefined ? 0 : sumOfFlops(describe(callee));
  };
  return describe;
}

function sumOfFlops(operations: readonly OperationDescription[]): number {
  return operations.reduce((sum, { flops }) => sum + flops, 0);
}

/**
 * The configuration of an operation in a graph: what it would take to run it alone. Throws `INVALID_GRAPH` for an index
 * that the graph has not.
 */
export function configurationOf(graph: Graph, operationIndex: number): OperationConfiguration {
  const operation = graph.operations[operationIndex];
  if (operation === undefined) {
    throw new GraphError('INVALID_GRAPH', `${graph.name} has no operation ${operationIndex}`);
  }
  const definition = findOperator(operation.operator);
  const { attributes, inputs } = operationView(graph, operation, operandTable(graph), definition);
  return { operator: operation.operator, attributes, inputs };
}

function describeOperation(
  graph: Graph,
  operation: Operation,
  index: number,
  operands: OperandTable,
  flopsOf: (subgraph: number) => number,
): OperationDescription {
  const { operator, calls } = operation;
  const definition = findOperator(operator);
  const view = operationView(graph, operation, operands, definition);
  const cost = operationCost(definition, view);
  return {
    index,
    operator,
    known: definition !== undefined,
    dynamic: isDynamic(graph, operation.inputs) || isDynamic(graph, operation.outputs),
    unpacksWeights: unpacksOnce(graph, operation, operands),
    configuration: { operator, attributes: view.attributes, inputs: view.inputs },
    ...(calls && { calls }),
    flops: calls ? countCalls(operation, flopsOf) : cost.flops,
    parameters: cost.parameters,
    weightBytes: cost.weightBytes,
    inputBytes: cost.inputBytes,
    outputBytes: cost.outputBytes,
  };
}

function isDynamic(graph: Graph, indices: readonly number[]): boolean {
  for (const index of indices) {
    const shape = graph.tensors[index]?.shape;
    if (shape === undefined) continue;
    for (const size of shape) if (size < 0) return true;
  }
  return false;
}

/** Constants that operations read as weights, each once. */
function weightTensors(graph: Graph): readonly Tensor[] {
  const weights = new Set<number>();
  for (const { operator, inputs } of graph.operations) {
    const definition = findOperator(operator);
    for (const [position, index] of inputs.entries()) {
      if (graph.tensors[index]?.data === undefined) continue;
      if (definition && inputAt(definition, position)?.role === 'integers') continue;
      weights.add(index);
    }
  }
  return [...weights].flatMap((index) => graph.tensors[index] ?? []);
}

/** Bytes of constants; those that share one buffer of a file share one view into it, and count once. */
function storedBytes(tensors: readonly Tensor[]): number {
  const views = new Set<Uint8Array>();
  let bytes = 0;
  for (const tensor of tensors) {
    if (tensor.data instanceof Uint8Array) views.add(tensor.data);
    else bytes += byteSize(tensor);
  }
  for (const view of views) bytes += view.byteLength;
  return bytes;
}
