import { describe, expect, it } from 'vitest';
import { buildArchitecture } from '../../../src/graph/index.js';
import { gpuCut, gpuKernels, withWinogradAsOne } from '../../../src/graph/kernels/index.js';
import { GpuKernelMemory } from '../../../src/predictor/features/gpu-kernel-memory.js';

const target = { gpu: 'mali-g76', runtimeVersion: '2.15' };
const graph = buildArchitecture('resnet18');
const kernels = gpuCut(target)(graph);

/** What learners see of a kernel, as text. */
function textsOf(): string[] {
  return gpuKernels(graph, target).map(({ kernel, operations, features }) =>
    JSON.stringify([kernel, operations[0], features]),
  );
}

describe('what is remembered of kernels', () => {
  it('is asked for once for kernels that learners cannot tell apart, and again for others', () => {
    let asked = 0;
    const memory = new GpuKernelMemory<number>(1000);
    const answers = kernels.map((kernel) => memory.recall(graph, kernel, () => asked++).answer);
    const texts = textsOf();
    const firsts = [...new Set(texts)];
    expect(asked).toBe(firsts.length);
    expect(answers).toEqual(texts.map((text) => firsts.indexOf(text)));
  });

  it('has the delegate’s name, with all that is linked', () => {
    const memory = new GpuKernelMemory<string>(1000);
    const names = kernels.map((kernel) => memory.recall(graph, kernel, (_, name) => name).answer);
    expect(names).toEqual(gpuKernels(graph, target).map(({ kernel }) => kernel));
  });

  it('is forgotten when there is too much of it', () => {
    let asked = 0;
    const memory = new GpuKernelMemory<number>(2);
    for (let round = 0; round < 2; round++) {
      for (const kernel of kernels) memory.recall(graph, kernel, () => asked++);
    }
    expect(asked).toBeGreaterThan(new Set(textsOf()).size);
  });
});

describe('rows of published tables', () => {
  it('have one for Winograd’s three launches, named after the product alone', () => {
    const listed = withWinogradAsOne(gpuKernels(graph, target)).map(({ kernel }) => kernel);
    expect(listed.filter((kernel) => kernel.includes('winograd'))).toEqual(
      new Array<string>(listed.filter((kernel) => kernel.startsWith('convolution_winograd')).length).fill(
        'convolution_winograd_4x4_6x6',
      ),
    );
    expect(listed.some((kernel) => kernel.startsWith('convolution_winograd'))).toBe(true);
  });
});
