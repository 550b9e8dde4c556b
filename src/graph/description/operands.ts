import type { Operand } from '../model/configuration.js';
import type { Graph, Operation } from '../model/graph.js';
import { elementCount, runtimeShape } from '../model/shape.js';
import type { Tensor } from '../model/tensor.js';
import { inputAt } from '../operators/definition/inputs.js';
import type {
  ConfiguredOperation,
  OperatorDefinition,
  OperatorInput,
} from '../operators/definition/operator.js';

/** Integer constants that decide a shape are never longer: two numbers for each of at most 8 axes. */
const longestValues = 64;

/** Each tensor of a graph as an operand, by its index. */
export type OperandTable = readonly Operand[];

/**
 * A graph's tensors as operands. What DENSIFY and DEQUANTIZE make of a constant is constant too, for it is made once, and
 * float16 weights keep the type in which they are stored. Dimensions known only at run time are as the file stores them, as
 * the runtime has them until someone resizes its inputs.
 */
export function operandTable(graph: Graph): OperandTable {
  const operands = graph.tensors.map(operandOf);
  for (const operation of graph.operations) {
    if (!unpacksConstant(operation, operands)) continue;
    const source = operands[operation.inputs[0] ?? -1];
    const index = operation.outputs[0] ?? -1;
    const result = operands[index];
    if (source === undefined || result === undefined) continue;
    operands[index] = {
      ...result,
      constant: true,
      type: source.type === 'float16' ? 'float16' : result.type,
    };
  }
  return operands;
}

function operandOf(tensor: Tensor): Operand {
  const { type, data, quantizedBy } = tensor;
  const operand = { shape: runtimeShape(tensor), type, constant: data !== undefined };
  return quantizedBy === undefined ? operand : { ...operand, quantizedBy };
}

/**
 * Whether an operation only unpacks weights that the file stores, which the runtime does once and not in every run. It does unpack in every
 * run what DENSIFY made of them, for that is no constant of the file (`IsConstantTensor` in TFLite's kernels/dequantize.cc).
 */
export function unpacksOnce(graph: Graph, operation: Operation, operands: OperandTable): boolean {
  return unpacksConstant(operation, operands) && isStored(graph, operation.inputs[0]);
}

function isStored(graph: Graph, index: number | undefined): boolean {
  return graph.tensors[index ?? -1]?.data !== undefined;
}

/** Whether what an operation makes are weights, unpacked. */
function unpacksConstant({ operator, inputs }: Operation, operands: OperandTable): boolean {
  if (operator !== 'DEQUANTIZE' && operator !== 'DENSIFY') return false;
  return operands[inputs[0] ?? -1]?.constant === true;
}

/** An operation with its operands, as its file has them. */
export function operationView(
  graph: Graph,
  operation: Operation,
  operands: OperandTable,
  definition: OperatorDefinition | undefined,
): ConfiguredOperation {
  const { attributes } = operation;
  const inputs = new Array<Operand | null>(operation.inputs.length);
  for (let position = 0; position < operation.inputs.length; position++) {
    const index = operation.inputs[position] as number;
    const known = operands[index] ?? null;
    const isOperand = known === null || definition === undefined;
    inputs[position] = isOperand
      ? known
      : inputView(graph, operation, index, known, inputAt(definition, position));
  }
  const outputs: Operand[] = [];
  for (const index of operation.outputs) {
    const operand = operands[index];
    if (operand !== undefined) outputs.push(operand);
  }
  return { attributes, inputs, outputs };
}

/** An input as its operation sees it: with values that decide a shape, and constant only if nothing is made of it in a run. */
function inputView(
  graph: Graph,
  { operator }: Operation,
  index: number,
  known: Operand,
  input: OperatorInput | undefined,
): Operand {
  const operand =
    operator === 'DEQUANTIZE' && !isStored(graph, index) ? { ...known, constant: false } : known;
  if (input?.role !== 'integers') return operand;
  const values = integerValues(graph.tensors[index]);
  return values === undefined ? operand : { ...operand, values };
}

function integerValues(tensor: Tensor | undefined): readonly number[] | undefined {
  if (tensor?.data === undefined) return undefined;
  const count = elementCount(tensor.shape);
  if (count > longestValues) return undefined;
  if (tensor.data === 'zeros') return new Array<number>(count).fill(0);
  if (!(tensor.data instanceof Uint8Array)) return undefined;
  const width = tensor.type === 'int32' ? 4 : tensor.type === 'int64' ? 8 : 0;
  if (width === 0 || tensor.data.byteLength < count * width) return undefined;
  const view = new DataView(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
  const values: number[] = [];
  for (let index = 0; index < count; index++) {
    values.push(width === 4 ? view.getInt32(4 * index, true) : Number(view.getBigInt64(8 * index, true)));
  }
  return values;
}
