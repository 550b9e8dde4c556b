import { unpacksOnce } from '../../description/operands.js';
import type { OperandTable } from '../../description/operands.js';
import type { Graph } from '../../model/graph.js';
import type { Tensor } from '../../model/tensor.js';
import { delegationRules } from './delegation-rules.js';
import type { RuntimeLevel } from './runtime-level.js';

/** Most dimensions of a tensor (XNN_MAX_TENSOR_DIMS). */
const mostDimensions = 6;

/**
 * Which operations XNNPACK's delegate takes over in a runtime version: by operator, element types, constant operands and attributes.
 * Of the delegate's rules those on the scales of quantized tensors are left out; no network that was seen fails them.
 */
export function delegation(
  graph: Graph,
  operands: OperandTable,
  version: RuntimeLevel,
): (operationIndex: number) => boolean {
  return (operationIndex) => {
    const operation = graph.operations[operationIndex];
    if (operation === undefined) return false;
    if (unpacksOnce(graph, operation, operands)) return true;
    const rule = delegationRules[operation.operator];
    if (rule === undefined) return false;
    const inputs = operation.inputs.map((index) => graph.tensors[index]);
    const outputs = operation.outputs.flatMap((index) => graph.tensors[index] ?? []);
    const isConstant = (position: number) => operands[operation.inputs[position] ?? -1]?.constant === true;
    const view = { operation, inputs, outputs, isConstant };
    const values = [...inputs.flatMap((tensor, at) => (tensor && !isConstant(at) ? tensor : [])), ...outputs];
    if (!values.every(isStatic)) return false;
    const isFloat = values.every(({ type }) => type === 'float32');
    const isQuantized = values.every(isByte);
    const isMixed = values.every((tensor) => tensor.type === 'float32' || isByte(tensor));
    const since = isFloat ? rule.float : isQuantized ? rule.quantized : isMixed ? rule.mixed : undefined;
    return since !== undefined && version >= since && (rule.accepts?.(view, version) ?? true);
  };
}

function isStatic({ shape }: Tensor): boolean {
  return shape.length <= mostDimensions && shape.every((size) => size >= 0);
}

/** Per-tensor quantized to a byte. */
function isByte({ type, quantization }: Tensor): boolean {
  return (type === 'int8' || type === 'uint8') && quantization?.scales.length === 1;
}
