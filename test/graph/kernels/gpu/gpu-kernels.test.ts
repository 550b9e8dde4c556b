import { describe, expect, it } from 'vitest';
import { GraphBuilder, type Value } from '../../../../src/graph/builder/graph-builder.js';
import { gpuKernels, type GpuTarget } from '../../../../src/graph/kernels/gpu/gpu-kernels.js';

const adreno: GpuTarget = { gpu: 'adreno640', runtimeVersion: '2.10' };

function kernelNames(
  build: (builder: GraphBuilder) => Value | Value[],
  target: GpuTarget = adreno,
): string[] {
  return gpuKernels(graphOf(build), target).map((kernel) => kernel.kernel);
}

function graphOf(build: (builder: GraphBuilder) => Value | Value[]) {
  const builder = new GraphBuilder('test');
  const outputs = build(builder);
  return builder.finish(Array.isArray(outputs) ? outputs : [outputs]);
}

describe('cutting a network into the kernels of the GPU delegate', () => {
  it('launches a convolution and its fused activation at once', () => {
    const names = kernelNames((b) =>
      b.conv2d(b.input([1, 32, 32, 16]), { filters: 16, kernel: 3, activation: 'RELU6' }),
    );
    expect(names).toEqual(['convolution_2d_linked_:_relu']);
  });

  it('links a residual addition to the convolution that is written last', () => {
    const names = kernelNames((b) => {
      const x = b.conv2d(b.input([1, 32, 32, 16]), { filters: 16, kernel: 1 });
      const y = b.conv2d(x, { filters: 16, kernel: 3 });
      return b.add(x, y, { activation: 'RELU' });
    });
    expect(names).toEqual(['convolution_2d', 'convolution_2d_linked_:_add_linked_:_relu']);
  });

  it('does not link to a value that two operations read', () => {
    const names = kernelNames((b) => {
      const x = b.conv2d(b.input([1, 8, 8, 16]), { filters: 16, kernel: 1 });
      return [b.activation(x, 'RELU'), b.activation(x, 'LOGISTIC')];
    });
    expect(names).toEqual(['convolution_2d', 'relu', 'sigmoid']);
  });

  it('reads x once for x · sigmoid(x), in the versions that merge elementwise operations first', () => {
    const silu = (b: GraphBuilder) => {
      const x = b.conv2d(b.input([1, 8, 8, 16]), { filters: 16, kernel: 1 });
      return b.mul(x, b.activation(x, 'LOGISTIC'));
    };
    expect(kernelNames(silu)).toEqual(['convolution_2d_linked_:_sigmoid_linked_:_mul']);
    expect(kernelNames(silu, { ...adreno, runtimeVersion: '2.5' })).toEqual([
      'convolution_2d',
      'sigmoid_linked_:_mul',
    ]);
  });

  it('gives explicit padding to the convolution behind it', () => {
    const [kernel, ...others] = gpuKernels(
      graphOf((b) => b.conv2d(b.input([1, 32, 32, 8]), { filters: 8, kernel: 3, padding: 1 })),
      adreno,
    );
    expect(others).toEqual([]);
    expect(kernel?.operations).toEqual(['CONV_2D', 'PAD']);
    expect(kernel?.features).toMatchObject({ Input_shape: 34, Output_shape: 32, Kernel: 3, Filter: 8 });
  });

  it('runs a pointwise convolution without extent in space as a matrix-vector product', () => {
    const names = kernelNames((b) => b.conv2d(b.input([1, 1, 1, 64]), { filters: 16, kernel: 1 }));
    expect(names).toEqual(['fully_connected']);
  });

  it('averages a whole map with the kernel of MEAN', () => {
    expect(kernelNames((b) => b.averagePool2d(b.input([1, 7, 7, 64]), { kernel: 7 }))).toEqual(['mean']);
    expect(kernelNames((b) => b.averagePool2d(b.input([1, 8, 8, 64]), { kernel: 2 }))).toEqual([
      'pooling_2d',
    ]);
  });

  it('keeps a grouped convolution whole only where slices of four channels stay whole', () => {
    const grouped = (channels: number, groups: number) =>
      kernelNames((b) => b.conv2d(b.input([1, 14, 14, channels]), { filters: channels, kernel: 3, groups }));
    expect(grouped(64, 16)).toEqual(['convolution_2d_grouped']);
    expect(grouped(48, 16)).toEqual(['split', ...new Array<string>(16).fill('convolution_2d'), 'concat']);
    expect(grouped(32, 32)).toEqual(['depthwise_convolution']);
  });

  it('leaves an operation that the delegate does not know to the CPU', () => {
    const graph = graphOf((b) => b.activation(b.input([1, 4, 4, 4]), 'RELU'));
    const operations = graph.operations.map((operation) => ({ ...operation, operator: 'CUSTOM:Blur' }));
    expect(gpuKernels({ ...graph, operations }, adreno).map((kernel) => kernel.kernel)).toEqual([
      'cpu:CUSTOM:Blur',
    ]);
  });
});

describe('the choice of Winograd', () => {
  const convolution = (side: number, channels: number) => (b: GraphBuilder) =>
    b.conv2d(b.input([1, side, side, channels]), { filters: channels, kernel: 3 });

  it.each([
    ['powervr-ge8320', '2.10', 28, 64, true],
    ['powervr-ge8320', '2.10', 20, 64, false],
    ['mali-g76', '2.10', 28, 60, false],
    ['adreno640', '2.10', 28, 128, false],
    ['adreno640', '2.10', 56, 128, true],
    ['adreno730', '2.10', 32, 128, true],
    ['mali-g76', '2.5', 64, 32, true],
  ])(
    'on %s with TFLite %s for maps of %i pixels a side and %i channels: %s',
    (gpu, runtimeVersion, side, channels, winograd) => {
      expect(kernelNames(convolution(side, channels), { gpu, runtimeVersion })).toEqual(
        winograd
          ? ['winograd_4x4_to_36', 'convolution_winograd_4x4_6x6', 'winograd_36_to_4x4']
          : ['convolution_2d'],
      );
    },
  );
});

describe('the name of a GPU', () => {
  it('is read as OpenGL and OpenCL report it', () => {
    const first = graphOf((b) => b.activation(b.input([1, 4]), 'RELU'));
    for (const gpu of [
      'Adreno (TM) 640',
      'Mali-G76 MC4',
      'PowerVR Rogue GE8320',
      'Apple A14 GPU',
      'Samsung Xclipse 920',
      'Maleoon 910',
      'unknown',
    ]) {
      expect(gpuKernels(first, { gpu, runtimeVersion: 'litert-2.1' })).toHaveLength(1);
    }
  });

  it.each(['', 'adreno', 'mali', 'pixel4', 'some GPU', 'Galaxy S10'])(
    'is refused where it names none: "%s"',
    (gpu) => {
      const graph = graphOf((b) => b.activation(b.input([1, 4]), 'RELU'));
      expect(() => gpuKernels(graph, { gpu, runtimeVersion: '2.10' })).toThrow(/GPU|model/);
      expect(() => gpuKernels(graph, { gpu: 'pixel4', runtimeVersion: '2.10' })).toThrow(
        /adreno640, mali-g76/,
      );
    },
  );

  it('needs a version that can be compared', () => {
    const graph = graphOf((b) => b.activation(b.input([1, 4]), 'RELU'));
    expect(() => gpuKernels(graph, { gpu: 'adreno640', runtimeVersion: 'latest' })).toThrow(/version/);
  });
});
