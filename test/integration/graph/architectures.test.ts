import { beforeAll, describe, expect, it } from 'vitest';

import {
  architectureFamily,
  architectureNames,
  architectureSpaces,
  buildArchitecture,
  describeGraph,
  sampleArchitecture,
  writeTflite,
} from '../../../src/graph/index.js';
import type { Graph } from '../../../src/graph/index.js';
import { randomFromSeed } from '../../../src/learning/random/random.js';
import { TfliteRuntime } from '../../support/tflite-runtime.js';

/** Larger networks take the WebAssembly runtime seconds each; their blocks are those of the smaller ones. */
const largestFlops = 1.3e9;
const precisions = ['float32', 'float16', 'int8'] as const;

let runtime: TfliteRuntime;

beforeAll(async () => {
  runtime = await TfliteRuntime.load();
});

function smallestOfEachFamily(): readonly string[] {
  const smallest = new Map<string, { name: string; flops: number }>();
  for (const name of architectureNames()) {
    const { flops } = describeGraph(buildArchitecture(name));
    const family = architectureFamily(name);
    if (flops < Math.min(largestFlops, smallest.get(family)?.flops ?? Infinity))
      smallest.set(family, { name, flops });
  }
  return [...smallest.values()].map(({ name }) => name);
}

function expectToRun(graph: Graph): void {
  const expected = graph.outputs.map((output) => graph.tensors[output]?.shape);
  const { outputs } = runtime.run(writeTflite(graph));
  expect(outputs.map(({ shape }) => shape)).toEqual(expected);
}

describe.each(precisions)('TFLite runs, in %s,', (precision) => {
  it.each(smallestOfEachFamily())('%s, and gives logits of the shape that was computed', (name) => {
    expectToRun(buildArchitecture(name, { precision }));
  });

  it.each(architectureSpaces)('architectures sampled from $name', (space) => {
    for (const index of [0, 1]) {
      expectToRun(
        buildArchitecture(sampleArchitecture(space, randomFromSeed(11), index).name, { precision }),
      );
    }
  });
});
