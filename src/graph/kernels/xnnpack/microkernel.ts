import type { Graph } from '../../model/graph.js';

/** The kinds of microkernel that XNNPACK tells in an operator's name. */
export type Microkernel = 'GEMM' | 'IGEMM' | 'DWConv' | 'VMulCAddC';

/** Numbers of elements of the depthwise windows for which XNNPACK has microkernels; `any`: it takes others in several passes. */
export type DepthwiseWindows = ReadonlySet<number> | 'any';

/**
 * The kind of microkernel that an operation's shape calls for (XNNPACK's src/operators/convolution-nhwc.c): one of their own for
 * channels that are convolved one by one, with the windows that there are microkernels for; a matrix product for single pixels without
 * stride; an indirect one for other convolutions. `undefined` for operators that have no such choice.
 */
export function microkernelOf(
  graph: Graph,
  operationIndex: number,
  depthwiseWindows: DepthwiseWindows = 'any',
): Microkernel | undefined {
  const operation = graph.operations[operationIndex];
  if (operation?.operator === 'FULLY_CONNECTED') return 'GEMM';
  if (operation?.operator !== 'CONV_2D' && operation?.operator !== 'DEPTHWISE_CONV_2D') return undefined;
  const { strideHeight, strideWidth } = operation.attributes;
  const filter = graph.tensors[operation.inputs[1] ?? -1]?.shape ?? [];
  const [filters, height = 1, width = 1, depth] = filter;
  const channels = graph.tensors[operation.inputs[0] ?? -1]?.shape.at(-1);
  const isDepthwise = operation.operator === 'DEPTHWISE_CONV_2D';
  const isOneByOne = isDepthwise ? depth === channels : depth === 1 && filters === channels;
  const isPixel = height === 1 && width === 1 && strideHeight === 1 && strideWidth === 1;
  if (isOneByOne) {
    if (isPixel && graph.tensors[operation.outputs[0] ?? -1]?.type === 'float32') return 'VMulCAddC';
    if (depthwiseWindows === 'any' || depthwiseWindows.has(height * width)) return 'DWConv';
  }
  return isPixel ? 'GEMM' : 'IGEMM';
}

/** 1 for a kernel whose name tells another microkernel than the expected: to be taken only when no other fits. Else 0. */
export function microkernelUnlikelihood(expected: Microkernel | undefined, kernel: string): 0 | 1 {
  const named = / (I?GEMM|DWConv|VMulCAddC)\b/.exec(kernel)?.[1];
  return named === undefined || expected === undefined || named === expected ? 0 : 1;
}
