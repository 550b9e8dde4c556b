import type { Graph, Operation } from '../../model/graph.js';
import { operatorFamilies } from './operator-families.js';
import { reshapeFamilies } from './operator-names.js';

/** One way in which a delegate may execute an operation. */
export interface ExecutionChoice {
  /** The kernels' families, one list of acceptable ones for each kernel in order; none when there is no kernel. */
  readonly kernels: readonly (readonly string[])[];
  /** The operation whose kernel does the work, when there is none of its own. */
  readonly fusedInto?: number;
  /** Done once at load time. */
  readonly folded?: true;
  /** How unexpected it is. The alignment with the least sum is taken. */
  readonly unlikelihood: number;
}

/**
 * How a version of XNNPACK clamps the results of sums, differences, products and quotients: as part of their kernels (until
 * 2024), or by a kernel of its own after them, even where the clamp is a fused activation. `unknown` allows both anywhere, and
 * that nothing is fused at all.
 */
export type ClampRule = 'within' | 'after' | 'unknown';

/** In the order in which they are to be tried: a version keeps to its rule throughout a graph. */
export const clampRules: readonly ClampRule[] = ['within', 'after', 'unknown'];

const clampOperators: ReadonlySet<string> = new Set(['RELU', 'RELU6', 'RELU_N1_TO_1', 'RELU_0_TO_1']);
const clampActivations: ReadonlySet<unknown> = new Set(['RELU', 'RELU6', 'RELU_N1_TO_1']);

/** XNNPACK nodes that have bounds of their own for their output in every version. */
const boundedOperators: ReadonlySet<string> = new Set([
  'AVERAGE_POOL_2D',
  'CONV_2D',
  'DEPTHWISE_CONV_2D',
  'FULLY_CONNECTED',
  'MAX_POOL_2D',
  'TRANSPOSE_CONV',
]);
/** Those that had them until 2024; since then a clamp is a kernel of its own after them. */
const onceBoundedOperators: ReadonlySet<string> = new Set(['ADD', 'DIV', 'MUL', 'SUB']);

const reductions: ReadonlySet<string> = new Set(['MEAN', 'REDUCE_MAX', 'REDUCE_MIN', 'SUM']);
const paddableOperators: ReadonlySet<string> = new Set(['CONV_2D', 'DEPTHWISE_CONV_2D']);

/** Who makes and who reads every tensor of a graph. */
export interface DataFlow {
  readonly graph: Graph;
  readonly producers: ReadonlyMap<number, number>;
  readonly readers: ReadonlyMap<number, readonly number[]>;
  /** Tensors whose values are known when the model is loaded. */
  readonly constants: ReadonlySet<number>;
}

/** Prepares what {@link executionChoices} needs to know of a graph. */
export function dataFlowOf(graph: Graph): DataFlow {
  const producers = new Map<number, number>();
  const readers = new Map<number, number[]>();
  const constants = new Set<number>();
  for (const [index, tensor] of graph.tensors.entries()) if (tensor.data !== undefined) constants.add(index);
  for (const [index, { inputs, outputs }] of graph.operations.entries()) {
    for (const output of outputs) producers.set(output, index);
    for (const input of new Set(inputs)) {
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [index]);
      else known.push(index);
    }
    const isConstant = inputs.length > 0 && inputs.every((input) => input < 0 || constants.has(input));
    if (isConstant) for (const output of outputs) constants.add(output);
  }
  return { graph, producers, readers, constants };
}

/**
 * The ways in which XNNPACK may execute an operation that it took over; none for an operation of which it is not known how.
 * `partition`: the operations that are delegated together with it. Rules: XNNPACK's src/subgraph.c (fusion of clamps and
 * paddings), its binary nodes, and the delegate's handling of constant inputs.
 */
export function executionChoices(
  index: number,
  flow: DataFlow,
  partition: ReadonlySet<number>,
  rule: ClampRule,
): readonly ExecutionChoice[] {
  const operation = flow.graph.operations[index];
  if (operation === undefined) return [];
  if (operation.outputs.every((output) => flow.constants.has(output))) return foldedOrOwn(operation);
  const fusion = clampFusion(operation, flow, partition, rule) ?? paddingFusion(operation, flow, partition);
  if (fusion === undefined) return ownKernels(operation, rule);
  return rule === 'unknown' ? [fusion, ...ownKernels(operation, rule)] : [fusion];
}

/** What has constant inputs only is computed when the model is loaded, save by versions that do not see it. */
function foldedOrOwn(operation: Operation): ExecutionChoice[] {
  return [{ kernels: [], folded: true, unlikelihood: 0 }, ...ownKernels(operation, 'unknown')];
}

function ownKernels({ operator, attributes }: Operation, rule: ClampRule): ExecutionChoice[] {
  const families = operatorFamilies[operator];
  if (families === undefined) return [];
  const isClamped = clampActivations.has(attributes['fusedActivation']);
  const isClampedAfter = isClamped && rule === 'after' && onceBoundedOperators.has(operator);
  const choices: ExecutionChoice[] = [
    { kernels: isClampedAfter ? [families, ['clamp']] : [families], unlikelihood: 1 },
  ];
  if (isClamped && rule === 'unknown') choices.push({ kernels: [families, ['clamp']], unlikelihood: 2 });
  if (reductions.has(operator)) choices.push({ kernels: [families, reshapeFamilies], unlikelihood: 2 });
  if (families === reshapeFamilies) choices.push({ kernels: [], folded: true, unlikelihood: 8 });
  return choices;
}

/** A separate RELU becomes the bounds of the node before it, when nothing else reads that node's output. */
function clampFusion(
  { operator, inputs }: Operation,
  flow: DataFlow,
  partition: ReadonlySet<number>,
  rule: ClampRule,
): ExecutionChoice | undefined {
  if (!clampOperators.has(operator)) return undefined;
  const producer = flow.producers.get(inputs[0] ?? -1);
  if (producer === undefined || !partition.has(producer) || !isPrivate(inputs[0] ?? -1, flow))
    return undefined;
  const producerOperator = flow.graph.operations[producer]?.operator ?? '';
  const isBounded = boundedOperators.has(producerOperator) || clampOperators.has(producerOperator);
  const isBoundedOnce = rule !== 'after' && onceBoundedOperators.has(producerOperator);
  if (!isBounded && !isBoundedOnce) return undefined;
  return { kernels: [], fusedInto: producer, unlikelihood: isBounded ? 0 : 1 };
}

/** Zeros around the image become the padding of the convolution after it, when it pads nothing itself. */
function paddingFusion(
  { operator, inputs, outputs }: Operation,
  flow: DataFlow,
  partition: ReadonlySet<number>,
): ExecutionChoice | undefined {
  if (operator !== 'PAD') return undefined;
  const output = outputs[0] ?? -1;
  const reader = flow.readers.get(output)?.[0];
  const convolution = reader === undefined ? undefined : flow.graph.operations[reader];
  if (reader === undefined || convolution === undefined || !partition.has(reader) || !isPrivate(output, flow))
    return undefined;
  if (!paddableOperators.has(convolution.operator) || convolution.inputs[0] !== output) return undefined;
  if (convolution.attributes['padding'] !== 'VALID') return undefined;
  const { graph } = flow;
  const before = graph.tensors[inputs[0] ?? -1]?.shape ?? [];
  const after = graph.tensors[output]?.shape ?? [];
  const isSpatial = after.length === 4 && before[0] === after[0] && before[3] === after[3];
  return isSpatial ? { kernels: [], fusedInto: reader, unlikelihood: 0 } : undefined;
}

/** Whether a tensor has one reader and is no output of the graph. */
function isPrivate(tensor: number, flow: DataFlow): boolean {
  return (flow.readers.get(tensor) ?? []).length === 1 && !flow.graph.outputs.includes(tensor);
}
