import { describe, expect, it } from 'vitest';
import {
  architectureFamily,
  architectureNames,
  buildArchitecture,
} from '../../../src/graph/architectures/index.js';
import type { Graph } from '../../../src/graph/model/graph.js';
import { describeGraph } from '../../../src/graph/index.js';

const outputShape = (graph: Graph) => graph.tensors[graph.outputs[0] ?? -1]?.shape;

describe('the catalogue of architectures', () => {
  it('names every architecture once, in alphabetical order', () => {
    const names = architectureNames();
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('keeps the variants of one design in one family', () => {
    expect(architectureFamily('resnet18')).toBe('resnet');
    expect(architectureFamily('seresnet18')).toBe('resnet');
    expect(architectureFamily('mobilenetv2b_wd4')).toBe('mobilenetv2');
  });

  it('refuses a name that it does not have, and names it', () => {
    const refusal: unknown = expect.objectContaining({
      code: 'UNKNOWN_ARCHITECTURE',
      details: { name: 'resnet19' },
    });
    expect(() => buildArchitecture('resnet19')).toThrow(refusal);
    expect(() => architectureFamily('resnet19')).toThrow(refusal);
  });

  it('builds the same graph every time', () => {
    expect(buildArchitecture('mobilenetv3_small_w1')).toEqual(buildArchitecture('mobilenetv3_small_w1'));
  });
});

it.each(architectureNames())(
  '%s takes a square RGB image, gives one row of numbers, and computes nothing in vain',
  (name) => {
    const graph = buildArchitecture(name);
    const [batch, height, width, channels] = graph.tensors[graph.inputs[0] ?? -1]?.shape ?? [];
    expect([batch, height, channels]).toEqual([1, width, 3]);
    expect(outputShape(graph)).toHaveLength(2);
    expect(graph.name).toBe(name);
    const read = new Set([...graph.operations.flatMap(({ inputs }) => inputs), ...graph.outputs]);
    expect(graph.operations.filter(({ outputs }) => !outputs.some((output) => read.has(output)))).toEqual([]);
  },
);

const oneOfEachFamily = [
  ...new Map(architectureNames().map((name) => [architectureFamily(name), name])).values(),
];

it.each(oneOfEachFamily)('%s is stored in a quarter of the bytes in int8, and in half in float16', (name) => {
  const [float32, float16, int8] = (['float32', 'float16', 'int8'] as const).map((precision) =>
    describeGraph(buildArchitecture(name, { precision })),
  );
  expect(int8?.weightBytes).toBeLessThan(0.3 * (float32?.weightBytes ?? 0));
  expect(float16?.weightBytes).toBeLessThan(0.6 * (float32?.weightBytes ?? 0));
  expect(int8?.flops).toBeGreaterThanOrEqual(float32?.flops ?? Infinity);
});
