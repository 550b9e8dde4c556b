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
  const weights = new StoredWeights();
  for (const each of executed.values()) weights.addAll(each);
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
    parameters: weights.parameters,
    weightBytes: weights.bytes,
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
    const hasDynamic = graph.tensors.some(isDynamic);
    const operations = graph.operations.map((operation, index) =>
      describeOperation(graph, operation, index, operands, hasDynamic, flopsOf),
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
  let sum = 0;
  for (const { flops } of operations) sum += flops;
  return sum;
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
  hasDynamic: boolean,
  flopsOf: (subgraph: number) => number,
): OperationDescription {
  const { operator, calls } = operation;
  const definition = findOperator(operator);
  const view = operationView(graph, operation, operands, definition);
  const cost = operationCost(definition, view);
  const described = {
    index,
    operator,
    known: definition !== undefined,
    dynamic: hasDynamic && readsOrWritesDynamic(graph, operation),
    unpacksWeights: unpacksOnce(graph, operation, operands),
    configuration: { operator, attributes: view.attributes, inputs: view.inputs },
    flops: calls ? countCalls(operation, flopsOf) : cost.flops,
    parameters: cost.parameters,
    weightBytes: cost.weightBytes,
    inputBytes: cost.inputBytes,
    outputBytes: cost.outputBytes,
  };
  return calls ? { ...described, calls } : described;
}

function readsOrWritesDynamic({ tensors }: Graph, { inputs, outputs }: Operation): boolean {
  return [...inputs, ...outputs].some((index) => {
    const tensor = tensors[index];
    return tensor !== undefined && isDynamic(tensor);
  });
}

/** Whether a size shows only at run time. */
function isDynamic({ shape }: Tensor): boolean {
  for (let axis = 0; axis < shape.length; axis++) if ((shape[axis] as number) < 0) return true;
  return false;
}

/** Constants that operations read as weights, each counted once. */
class StoredWeights {
  parameters = 0;
  /** Constants that share one buffer of a file share one view into it, and count once. */
  bytes = 0;
  readonly #views = new Set<Uint8Array>();

  addAll({ tensors, operations }: Graph): void {
    const isCounted = new Uint8Array(tensors.length);
    for (const { operator, inputs } of operations) {
      for (let position = 0; position < inputs.length; position++) {
        const index = inputs[position] as number;
        if (index < 0 || isCounted[index] === 1) continue;
        const tensor = tensors[index];
        if (tensor?.data === undefined) continue;
        const definition = findOperator(operator);
        if (definition && inputAt(definition, position)?.role === 'integers') continue;
        isCounted[index] = 1;
        this.#add(tensor);
      }
    }
  }

  #add(tensor: Tensor): void {
    this.parameters += elementCount(tensor.shape);
    const { data } = tensor;
    if (!(data instanceof Uint8Array)) this.bytes += byteSize(tensor);
    else if (!this.#views.has(data)) {
      this.#views.add(data);
      this.bytes += data.byteLength;
    }
  }
}
