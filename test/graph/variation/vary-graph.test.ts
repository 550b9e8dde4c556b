import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  architectureNames,
  buildArchitecture,
  describeGraph,
  GraphBuilder,
  GraphError,
  varyGraph,
  writeTflite,
  readTflite,
  type Graph,
} from '../../../src/graph/index.js';
import { scaledChannels } from '../../../src/graph/variation/variation.js';

const configurationsOf = (graph: Graph) =>
  describeGraph(graph).operations.map(({ configuration }) => configuration);
const shapesOf = (graph: Graph) =>
  configurationsOf(graph).map(({ operator, inputs }) => [operator, ...inputs.map((input) => input?.shape)]);

describe('a network of another width', () => {
  it.each([
    ['mobilenet_w1', 0.5, 'mobilenet_wd2'],
    ['mobilenet_w1', 0.25, 'mobilenet_wd4'],
    ['mobilenet_wd2', 2, 'mobilenet_w1'],
  ])('is what its family builds: %s times %d is %s', (name, width, other) => {
    expect(shapesOf(varyGraph(buildArchitecture(name), { width }))).toEqual(
      shapesOf(buildArchitecture(other)),
    );
  });

  it('has channels as MobileNets round them', () => {
    expect([16, 24, 32, 96, 8].map((channels) => scaledChannels(channels, 0.75))).toEqual([
      16, 24, 24, 72, 8,
    ]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4096 }),
        fc.double({ min: 0.1, max: 8, noNaN: true }),
        (channels, width) => {
          const scaled = scaledChannels(channels, width);
          if (width !== 1) expect(scaled % 8).toBe(0);
          expect(scaled).toBeGreaterThanOrEqual(0.9 * channels * width - 1e-9);
        },
      ),
    );
  });

  it.each(['resnet18', 'mobilenetv2_w1', 'mobilenetv3_large_w1', 'densenet121', 'squeezenet_v1_1'])(
    'takes and gives what %s did before, and is a network that can be written and read',
    (name) => {
      const graph = buildArchitecture(name);
      const varied = varyGraph(graph, { width: 0.5 });
      const ends = (of: Graph) => [...of.inputs, ...of.outputs].map((index) => of.tensors[index]?.shape);
      expect(ends(varied)).toEqual(ends(graph));
      expect(describeGraph(varied).flops).toBeLessThan(0.5 * describeGraph(graph).flops);
      const [read] = readTflite(writeTflite(varied)).graphs;
      expect(shapesOf(read)).toEqual(shapesOf(varied));
    },
  );

  function varyOrRefuse(graph: Graph, variation: Parameters<typeof varyGraph>[1]): Graph | undefined {
    try {
      return varyGraph(graph, variation);
    } catch (error) {
      expect(error).toMatchObject({ code: 'NETWORK_NOT_VARIED' });
      return undefined;
    }
  }

  it('is refused or whole, whichever architecture and variation it is', () => {
    const names = architectureNames().filter((_, index) => index % 17 === 0);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.constantFrom(0.25, 0.75, 1.5, 2),
        fc.constantFrom(undefined, 3, 5, 7),
        (name, width, kernel) => {
          const varied = varyOrRefuse(buildArchitecture(name), {
            width,
            ...(kernel !== undefined && { kernel }),
          });
          if (varied !== undefined) expect(describeGraph(varied).operations.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is refused where an operation names channels of its own', () => {
    const builder = new GraphBuilder('sliced');
    const x = builder.input([1, 8, 8, 3]);
    const wide = builder.conv2d(x, { filters: 32, kernel: 3 });
    const part = builder.stridedSlice(wide, { begin: [0, 0, 0, 0], end: [1, 8, 8, 16] });
    const graph = builder.finish([builder.conv2d(part, { filters: 4, kernel: 1 })]);
    expect(() => varyGraph(graph, { width: 2 })).toThrow(GraphError);
    expect(() => varyGraph(graph, { width: 2 })).toThrow(/STRIDED_SLICE fits no other width/);
  });
});

it('a network of thousands of operations is varied whole', () => {
  const operationsOf = (layers: number) => {
    const builder = new GraphBuilder('long');
    let x = builder.input([1, 4, 4, 8]);
    for (let layer = 0; layer < layers; layer++) x = builder.conv2d(x, { filters: 8, kernel: 3, padding: 1 });
    const varied = varyGraph(builder.finish(x), { width: 2, kernel: 5 });
    return varied.operations.length;
  };
  expect(operationsOf(2000)).toBe(4000);
});

describe('a network with other windows', () => {
  it('has them wherever its convolutions are no points, at the same sizes', () => {
    const graph = buildArchitecture('mobilenetv2_w1');
    const varied = varyGraph(graph, { kernel: 5 });
    const windows = (of: Graph) =>
      configurationsOf(of).flatMap(({ operator, inputs }) =>
        /CONV_2D$/.test(operator) ? [inputs[1]?.shape.slice(1, 3).join('x')] : [],
      );
    expect(windows(varied)).toEqual(windows(graph).map((window) => window?.replace('3x3', '5x5')));
    expect(windows(varied)).toContain('5x5');
    const outputs = (of: Graph) =>
      of.operations.map((operation) => of.tensors[operation.outputs[0] ?? -1]?.shape);
    const images = (of: Graph) => outputs(of).filter((_, index) => of.operations[index]?.operator !== 'PAD');
    expect(images(varied)).toEqual(images(graph));
    expect(shapesOf(varyGraph(varied, { kernel: 3 }))).toEqual(shapesOf(graph));
  });
});

describe('a network in another precision', () => {
  it.each(['mobilenetv2_w1', 'resnet18', 'squeezenet_v1_1'])('is %s as it is built in that', (name) => {
    for (const precision of ['int8', 'float16'] as const) {
      const types = (of: Graph) =>
        configurationsOf(of)
          .filter(({ operator }) => /CONV_2D|FULLY|POOL|ADD/.test(operator))
          .map(({ operator, inputs }) => [operator, ...inputs.map((input) => input?.type)]);
      expect(types(varyGraph(buildArchitecture(name), { precision }))).toEqual(
        types(buildArchitecture(name, { precision })),
      );
    }
  });
});
