import { operandTable, unpacksOnce } from '../../description/operands.js';
import type { Graph } from '../../model/graph.js';
import type { CpuCut } from '../kernel.js';

/** TFLite's built-in kernels: one an operation, save for what only unpacks weights when the model is loaded. */
export function builtinKernels(graph: Graph): CpuCut {
  const operands = operandTable(graph);
  const kernels = [];
  const absent = [];
  for (const [index, operation] of graph.operations.entries()) {
    const { operator } = operation;
    if (unpacksOnce(graph, operation, operands))
      absent.push({ operationIndex: index, reason: 'folded' as const });
    else
      kernels.push({
        kernel: operator,
        operations: [operator],
        operationIndices: [index],
        by: 'builtin' as const,
      });
  }
  return { kernels, absent };
}
