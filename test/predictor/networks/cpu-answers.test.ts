import { describe, expect, it } from 'vitest';

import { graphOfConfigurations } from '../../../src/graph/builder/graph-of-configurations.js';
import { cpuKernels } from '../../../src/graph/kernels/index.js';
import type { OperationConfiguration, Graph } from '../../../src/graph/index.js';
import { cpuKernelGroup } from '../../../src/predictor/features/cpu-kernels.js';
import { createPredictor } from '../../../src/predictor/index.js';
import { constantRelease } from '../support/constant-release.js';

const scenario = { delegate: 'xnnpack', precision: 'float32', runtimeVersion: '2.15' } as const;

const tensor = (shape: readonly number[], constant = false) => ({
  shape,
  type: 'float32' as const,
  constant,
});

/** A convolution of float32, which XNNPACK takes over. */
function convolution(kernel: number, operator: 'CONV_2D' | 'DEPTHWISE_CONV_2D' = 'CONV_2D'): Graph {
  const isDepthwise = operator === 'DEPTHWISE_CONV_2D';
  const filter = isDepthwise ? [1, kernel, kernel, 8] : [16, kernel, kernel, 8];
  const configuration: OperationConfiguration = {
    operator,
    attributes: {
      strideHeight: 1,
      strideWidth: 1,
      padding: 'SAME',
      ...(isDepthwise ? { depthMultiplier: 1 } : {}),
    },
    inputs: [tensor([1, 16, 16, 8]), tensor(filter, true), tensor([isDepthwise ? 8 : 16], true)],
  };
  return graphOfConfigurations([configuration]);
}

/** The same in float16, which XNNPACK leaves to the built-in kernels. */
function leftToBuiltin(graph: Graph): Graph {
  const tensors = graph.tensors.map((one) => ({ ...one, type: 'float16' as const }));
  return { ...graph, tensors };
}

const answerOf = (graph: Graph, latenciesUs: Readonly<Record<string, number>>) =>
  createPredictor(constantRelease(latenciesUs, scenario)).predict(graph).operations[0];

describe('an operation under XNNPACK', () => {
  const sides = [
    ['CONV_2D GEMM', convolution(1)],
    ['CONV_2D IGEMM', convolution(3)],
    ['DEPTHWISE_CONV_2D DWConv', convolution(3, 'DEPTHWISE_CONV_2D')],
  ] as const;

  it.each(sides)('of which XNNPACK takes %s is its group', (group, graph) => {
    const [kernel] = cpuKernels(graph, scenario).kernels;
    const [operation] = graph.operations;
    expect(cpuKernelGroup(operation?.operator ?? '', kernel?.kernel ?? '', 'xnnpack')).toBe(group);
  });

  it.each(sides)(
    'that should be left out and was measured as %s only is answered by that',
    (group, graph) => {
      const left = leftToBuiltin(graph);
      expect(cpuKernels(left, scenario).kernels[0]?.by).toBe('builtin');
      expect(answerOf(left, { [group]: 70 })).toMatchObject({ kernelGroup: group });
    },
  );

  it.each(sides)('that should be %s and was measured built-in only is answered by that', (_group, graph) => {
    const builtin = `${graph.operations[0]?.operator ?? ''} (built-in)`;
    expect(answerOf(graph, { [builtin]: 70 })).toMatchObject({ kernelGroup: builtin });
  });

  it('is not answered by another kind of microkernel', () => {
    const { kernelGroup } = answerOf(leftToBuiltin(convolution(1)), { 'CONV_2D IGEMM': 70 }) ?? {};
    expect(kernelGroup).toBe('CONV_2D (built-in)');
  });

  it('is answered by where it should run if both sides were measured', () => {
    const both = { 'CONV_2D GEMM': 70, 'CONV_2D (built-in)': 90 };
    expect(answerOf(convolution(1), both)).toMatchObject({ kernelGroup: 'CONV_2D GEMM' });
    expect(answerOf(leftToBuiltin(convolution(1)), both)).toMatchObject({
      kernelGroup: 'CONV_2D (built-in)',
    });
  });
});
