import { describe, expect, it } from 'vitest';
import { architectureFamily, buildArchitecture } from '../../../../src/graph/architectures/index.js';
import type { Graph } from '../../../../src/graph/model/graph.js';
import {
  architectureSpace,
  architectureSpaces,
  buildFromChoices,
  designMarginals,
  designSize,
  sampleArchitecture,
} from '../../../../src/graph/architectures/spaces/index.js';
import { randomFromSeed } from '../../../../src/learning/random/random.js';

const drawn = Array.from({ length: 30 }, (_, index) => index);

function unreadOperations(graph: Graph) {
  const read = new Set([...graph.operations.flatMap(({ inputs }) => inputs), ...graph.outputs]);
  return graph.operations.filter(({ outputs }) => !outputs.some((output) => read.has(output)));
}

describe.each(architectureSpaces)('the space $name', (space) => {
  it('gives networks from an image to one row of logits, in which nothing is computed in vain', () => {
    for (const index of drawn) {
      const { choices } = sampleArchitecture(space, randomFromSeed(1), index);
      const graph = buildFromChoices(space, choices);
      const size = space.inputSize(choices);
      expect(graph.tensors[graph.inputs[0] ?? -1]?.shape).toEqual([1, size, size, 3]);
      expect(graph.tensors[graph.outputs[0] ?? -1]?.shape).toHaveLength(2);
      expect(unreadOperations(graph)).toEqual([]);
    }
  });

  it('names a sample so that the name alone rebuilds it', () => {
    const { name, choices } = sampleArchitecture(space, randomFromSeed(2), 0);
    expect(buildArchitecture(name)).toEqual(buildFromChoices(space, choices));
    expect(architectureFamily(name)).toBe(space.name);
  });

  it('draws the sample of a number whatever was drawn before', () => {
    const random = randomFromSeed(3);
    const inOrder = drawn.map((index) => sampleArchitecture(space, random, index));
    const backwards = drawn.toReversed().map((index) => sampleArchitecture(space, random, index));
    expect(backwards.toReversed()).toEqual(inOrder);
    expect(new Set(inOrder.map(({ name }) => name)).size).toBeGreaterThan(drawn.length / 2);
  });

  it('builds in every precision', () => {
    const { choices } = sampleArchitecture(space, randomFromSeed(4), 0);
    const types = (['float32', 'float16', 'int8'] as const).map((precision) => {
      const graph = buildFromChoices(space, choices, { precision });
      return graph.tensors[graph.inputs[0] ?? -1]?.type;
    });
    expect(types).toEqual(['float32', 'float32', 'int8']);
  });

  it('has marginals that its samples follow', () => {
    const unconditional = { ...space, possible: () => true };
    const samples = Array.from({ length: 600 }, (_, index) =>
      sampleArchitecture(unconditional, randomFromSeed(5), index),
    );
    for (const { name, probabilities } of designMarginals(space.decisions)) {
      for (const { value, probability } of probabilities) {
        const frequency = samples.filter(({ choices }) => choices[name] === value).length / samples.length;
        expect(Math.abs(frequency - probability)).toBeLessThan(0.09);
      }
    }
  });
});

describe('sizes of the spaces', () => {
  const size = (name: string) => designSize(architectureSpace(name).decisions);

  it('are those that the papers count', () => {
    expect(size('nas-bench-201')).toBe(5n ** 6n);
    expect(size('fbnet')).toBe(9n ** 22n);
    const perStage = 9n ** 2n + 9n ** 3n + 9n ** 4n;
    expect(size('once-for-all-mobilenetv3')).toBe(5n * perStage ** 5n);
    expect(size('proxylessnas')).toBe(6n ** 6n * 7n ** 15n);
  });
});

describe('NAS-Bench-201', () => {
  const space = architectureSpace('nas-bench-201');
  const none = { edge0to1: 'none', edge0to2: 'none', edge1to2: 'none', edge1to3: 'none', edge2to3: 'none' };

  it('refuses a cell whose input does not reach its output', () => {
    const choices = { ...none, edge0to3: 'none', edge1to2: 'nor_conv_3x3', edge2to3: 'nor_conv_3x3' };
    expect(() => buildFromChoices(space, choices)).toThrow(
      expect.objectContaining({ code: 'INVALID_CHOICE' }),
    );
  });

  it('leaves a cell out that only hands its input on', () => {
    const graph = buildFromChoices(space, { ...none, edge0to3: 'skip_connect' });
    const convolutions = graph.operations.filter(({ operator }) => operator === 'CONV_2D');
    const [stem, perReduction, reductions] = [1, 3, 2];
    expect(convolutions).toHaveLength(stem + perReduction * reductions);
  });
});

it('refuses a space that is not there, and names those that are', () => {
  expect(() => architectureSpace('darts')).toThrow(/no space named darts; known are fbnet/);
});
