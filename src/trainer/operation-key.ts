import type { Graph, Operation } from '../graph/index.js';
import type { OperandTable } from '../graph/operands.js';

/** Longest constant, in bytes, whose values may decide what an operation does: paddings, axes, sizes. */
const longestIntegers = 512;

/**
 * A text that two operations share only when their configurations are equal: operator, attributes, and of every input shape, type,
 * whether it is constant, and the values of small integer constants. Much cheaper than a configuration and its hash.
 */
export function operationKey(
  graph: Graph,
  { operator, attributes, inputs }: Operation,
  operands: OperandTable,
): string {
  let key = operator;
  for (const name in attributes) key += `;${name}=${String(attributes[name])}`;
  for (const index of inputs) {
    const operand = operands[index];
    if (operand === undefined) {
      key += '|';
      continue;
    }
    key += operand.constant ? `|!${operand.type}` : `|${operand.type}`;
    for (const size of operand.shape) key += `x${size}`;
    if (operand.constant && operand.type.startsWith('int')) key += integersOf(graph, index);
  }
  return key;
}

function integersOf(graph: Graph, index: number): string {
  const data = graph.tensors[index]?.data;
  if (data === undefined || data === 'zeros' || data.byteLength > longestIntegers) return '';
  return `=${data.join(',')}`;
}
