import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  architectureSpace,
  architectureSpaces,
  buildArchitecture,
  GraphBuilder,
  sampleArchitecture,
  type Graph,
  type Value,
} from '../../../src/graph/index.js';
import { gpuCut, kernelFeatures } from '../../../src/graph/kernels/index.js';
import { randomFromSeed } from '../../../src/learning/index.js';
import { SegmentMemory } from '../../../src/predictor/memory/segment-memory.js';

interface SeenKernel {
  readonly index: number;
  readonly text: string;
}

/** A memory beside the cut itself: every network that is known must be what it is cut into. */
class Compared {
  readonly #memory = new SegmentMemory<SeenKernel>(100_000);
  readonly #cut;
  known = 0;

  constructor(gpu: string, runtimeVersion = '2.19') {
    this.#cut = gpuCut({ gpu, runtimeVersion });
  }

  add(graph: Graph): void {
    const recalled = this.#memory.recall(graph, ({ index, text }, start) => ({ index: start + index, text }));
    const kernels = this.kernelsOf(graph);
    if (recalled === undefined) {
      if (kernels !== undefined)
        this.#memory.remember(graph, kernels, ({ text }, index) => ({ index, text }));
      return;
    }
    this.known++;
    expect(recalled).toEqual(kernels);
  }

  /** The kernels of a network that the delegate takes whole; `undefined` for others and those on which it fails. */
  kernelsOf(graph: Graph): SeenKernel[] | undefined {
    try {
      const cut = this.#cut(graph);
      if (cut.some(({ implementation }) => implementation === 'CPU')) return undefined;
      return cut.map(({ operationIndices: [index = 0], types, implementation }) => {
        const operation = graph.operations[index];
        const features = operation === undefined ? undefined : kernelFeatures(graph, operation);
        return { index, text: JSON.stringify([types, implementation, features]) };
      });
    } catch {
      return undefined;
    }
  }
}

const side = 6;
const map = [1, side, side, 8];
const frame = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
] as const;

/** Steps from values that are there to one of the same shape: all that the delegate rewrites, merges and links. */
const steps: readonly ((b: GraphBuilder, x: Value, y: Value, constants: Value[]) => Value)[] = [
  (b, x) => b.conv2d(x, { filters: 8, kernel: 3 }),
  (b, x) => b.conv2d(x, { filters: 8, kernel: 1, activation: 'RELU' }),
  (b, x) => b.depthwiseConv2d(x, { kernel: 3 }),
  (b, x) => b.depthwiseConv2d(x, { kernel: 3, activation: 'RELU6' }),
  (b, x) => b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'HARD_SWISH'),
  (b, x) => b.conv2d(b.pad(x, frame), { filters: 8, kernel: 3, padding: 'VALID' }),
  (b, x) => b.maxPool2d(b.pad(x, frame), { kernel: 3, stride: 1, padding: 'VALID' }),
  (b, x, y) => b.add(x, y),
  (b, x, y) => b.add(y, x, { activation: 'RELU6' }),
  (b, x, y) => b.mul(x, y),
  (b, x, y) => b.sub(x, y),
  (b, x) => b.mul(x, b.activation(x, 'LOGISTIC')),
  (b, x) => b.mul(x, b.mean(x, { axes: [1, 2], keepDims: true })),
  (b, x) => b.activation(x, 'RELU'),
  (b, x) => b.activation(x, 'LOGISTIC'),
  (b, x) => b.activation(x, 'HARD_SWISH'),
  (b, x) => b.reshape(x, map),
  (b, x, _y, constants) => b.mul(x, oneToBeConstant(b, constants)),
  (b, x, _y, constants) => b.add(x, oneToBeConstant(b, constants)),
  (b, x, y) => b.conv2d(b.concatenation([x, y], { axis: 3 }), { filters: 8, kernel: 1 }),
  (b, x) => b.concatenation(b.split(x, { count: 2, axis: 3 }).toReversed(), { axis: 3 }),
  (b, x) => b.resizeBilinear(x, { height: side, width: side }),
];

function oneToBeConstant(b: GraphBuilder, constants: Value[]): Value {
  const value = b.input([8]);
  constants.push(value);
  return value;
}

/** Which step comes next, and how far back the values lie that it reads. */
const choices = fc.array(
  fc.tuple(fc.nat(steps.length - 1), fc.nat({ max: 2 }), fc.nat({ max: 2 }), fc.nat({ max: 1 })),
  { minLength: 1, maxLength: 6 },
);

function graphOf(chosen: readonly (readonly number[])[]): Graph {
  const builder = new GraphBuilder('random');
  const values = [builder.input(map)];
  const constants: Value[] = [];
  for (const [step = 0, first = 0, second = 0] of chosen) {
    const at = (back: number): Value => values.at(-1 - Math.min(back, values.length - 1)) as Value;
    // Mostly the newest value: only chains have places where they can be cut in two.
    const apply = steps[step] as (typeof steps)[number];
    values.push(apply(builder, at(Math.max(0, first - 1)), at(second), constants));
  }
  const returned = values.at(-1) as Value;
  const early = values[chosen[0]?.[3] ?? 0] as Value;
  const graph = builder.finish(values.length > 2 && early !== values[0] ? [returned, early] : [returned]);
  const stored = new Set(graph.inputs.slice(1));
  return {
    ...graph,
    inputs: graph.inputs.slice(0, 1),
    tensors: graph.tensors.map((tensor, index) =>
      stored.has(index) ? { ...tensor, data: 'zeros' } : tensor,
    ),
  };
}

const architectures = [
  ...[
    'mobilenetv2_w1',
    'mobilenetv2_wd2',
    'mobilenetv3_large_w1',
    'mnasnet_a1',
    'ghostnet',
    'squeezenet_v1_0',
  ],
  ...[
    'squeezenet_v1_1',
    'resnet18',
    'resnet10',
    'peleenet',
    'hardnet39ds',
    'regnetx002',
    'vovnet27s',
    'mobilevit-small',
  ],
];

describe('what is remembered of segments', () => {
  it('is what the delegate makes of any network that they come together to', () => {
    const compared = [
      new Compared('adreno640'),
      new Compared('mali-g76'),
      new Compared('powervr-ge8320', '2.10'),
    ];
    fc.assert(
      fc.property(choices, (chosen) => {
        const graph = graphOf(chosen);
        for (const each of compared) each.add(graph);
      }),
      { numRuns: 400 },
    );
    expect(compared[0]?.known).toBeGreaterThan(15);
  });

  it('is what the delegate makes of architectures and of networks of every search space', () => {
    const compared = new Compared('adreno640');
    const random = randomFromSeed(3);
    for (let again = 0; again < 2; again++) {
      for (const name of architectures) compared.add(buildArchitecture(name));
    }
    expect(compared.known).toBeGreaterThan(architectures.length / 2);
    for (const space of architectureSpaces) {
      for (let index = 0; index < 4; index++) {
        compared.add(buildArchitecture(sampleArchitecture(space, random, index).name));
      }
    }
  });

  it('holds for most networks of a search that were not seen, once their blocks were', () => {
    const compared = new Compared('adreno640');
    const random = randomFromSeed(5);
    const space = architectureSpace('proxylessnas');
    const add = (from: number, count: number) => {
      for (let index = from; index < from + count; index++) {
        compared.add(buildArchitecture(sampleArchitecture(space, random, index).name));
      }
      return compared.known;
    };
    const before = add(0, 40);
    expect(add(40, 12) - before).toBeGreaterThan(4);
  });
});
