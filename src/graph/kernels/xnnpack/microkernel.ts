import type { Graph } from '../../graph.js';

/** The kinds of microkernel that XNNPACK tells in an operator's name. */
export type Microkernel = 'GEMM' | 'IGEMM' | 'DWConv';

/**
 * The kind of microkernel that an operation's shape calls for: a matrix product for single pixels without stride, an indirect
 * one for other convolutions, one of their own for depthwise ones. `undefined` for operators that have no such choice.
 */
export function microkernelOf(graph: Graph, operationIndex: number): Microkernel | undefined {
  const operation = graph.operations[operationIndex];
  if (operation?.operator === 'FULLY_CONNECTED') return 'GEMM';
  if (operation?.operator === 'DEPTHWISE_CONV_2D') return 'DWConv';
  if (operation?.operator !== 'CONV_2D') return undefined;
  const { strideHeight, strideWidth } = operation.attributes;
  const [, height, width] = graph.tensors[operation.inputs[1] ?? -1]?.shape ?? [];
  return height === 1 && width === 1 && strideHeight === 1 && strideWidth === 1 ? 'GEMM' : 'IGEMM';
}

/** 1 for a kernel whose name tells another microkernel than the expected: to be taken only when no other fits. Else 0. */
export function microkernelUnlikelihood(expected: Microkernel | undefined, kernel: string): 0 | 1 {
  const named = / (I?GEMM|DWConv)\b/.exec(kernel)?.[1];
  return named === undefined || expected === undefined || named === expected ? 0 : 1;
}
