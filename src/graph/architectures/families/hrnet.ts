import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import type { Step } from '../blocks/converter-order.js';
import { runInConverterOrder } from '../blocks/converter-order.js';
import { sum } from '../blocks/elementwise.js';
import { residualUnit } from '../blocks/residual-unit.js';
import { sizeOf } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';

interface HrNetConfiguration {
  /** Bottlenecks before the first stage, and their output channels. */
  readonly stem: { readonly units: number; readonly filters: number };
  /** Channels of the finest branch; each coarser one has twice as many. */
  readonly width: number;
  /** Modules of the stages with two, three and four branches. */
  readonly modules: readonly [number, number, number];
}

/** Residual units of a branch in a module. */
const unitsPerBranch = 2;

const headFilters = [128, 256, 512, 1024];

export const hrNet = defineFamily<HrNetConfiguration>({
  name: 'hrnet',
  papers: ['Deep High-Resolution Representation Learning for Visual Recognition (arXiv 1908.07919)'],
  configurations: {
    hrnet_w18_small_v1: { stem: { units: 1, filters: 128 }, width: 16, modules: [1, 1, 1] },
    hrnet_w18_small_v2: { stem: { units: 2, filters: 256 }, width: 18, modules: [1, 3, 2] },
  },
  build(builder, image, { stem, width, modules }) {
    const stemConvolution = { filters: 64, kernel: 3, stride: 2, activation: 'relu' } as const;
    let x = convolution(builder, image, stemConvolution);
    x = convolution(builder, x, stemConvolution);
    for (let unit = 0; unit < stem.units; unit++) {
      x = residualUnit(builder, x, { filters: stem.filters, bottleneck: true });
    }
    let branches: readonly Step[] = [{ name: '', inputs: [], run: () => x }];
    for (const [stage, count] of modules.entries()) {
      const name = `stage${stage + 1}`;
      branches = transition(builder, branches, width, `${name}/transition`);
      for (let module = 1; module <= count; module++) {
        branches = exchangeModule(builder, branches, width, `${name}/layers/block${module}`);
      }
    }
    const values = runInConverterOrder(branches);
    return linearClassifier(
      builder,
      head(
        builder,
        branches.flatMap((branch) => values.get(branch) ?? []),
      ),
    );
  },
});

/** One branch more, at half the size of the coarsest; the very first transition also narrows the finest. */
function transition(
  builder: GraphBuilder,
  branches: readonly Step[],
  width: number,
  name: string,
): readonly Step[] {
  const coarsest = branches.slice(-1);
  const options = { kernel: 3, activation: 'relu' } as const;
  const added: Step = {
    name: `${name}/conv3x3_seq${branches.length + 1}`,
    inputs: coarsest,
    run: (x) =>
      convolution(builder, required(x), { ...options, filters: width * 2 ** branches.length, stride: 2 }),
  };
  if (branches.length > 1) return [...branches, added];
  const narrowed: Step = {
    name: `${name}/block1`,
    inputs: coarsest,
    run: (x) => convolution(builder, required(x), { ...options, filters: width }),
  };
  return [narrowed, added];
}

/** Residual units in each branch, then every branch takes the sum of all, brought to its size and channels. */
function exchangeModule(
  builder: GraphBuilder,
  inputs: readonly Step[],
  width: number,
  name: string,
): readonly Step[] {
  const branches = inputs.map((input, branch): Step => {
    const filters = width * 2 ** branch;
    const units = (x: Value) =>
      Array.from({ length: unitsPerBranch }).reduce<Value>(
        (y) => residualUnit(builder, y, { filters, bottleneck: false }),
        x,
      );
    return { name: `${name}/branches/branch${branch + 1}`, inputs: [input], run: (x) => units(required(x)) };
  });
  return branches.map((_, target) => fused(builder, branches, target, width, name));
}

/** The sum of all branches at the size of one of them. */
function fused(
  builder: GraphBuilder,
  branches: readonly Step[],
  target: number,
  width: number,
  name: string,
): Step {
  const parts = branches.map((branch, source): Step => {
    if (source === target) return branch;
    const run = (x: Value | undefined) => resample(builder, required(x), { source, target, width });
    return { name: `${name}/fuse_layers/fuse_layer${target + 1}/block${source + 1}`, inputs: [branch], run };
  });
  const [first, ...rest] = parts;
  return rest.reduce<Step>((total, part, index) => {
    const isLast = index === rest.length - 1;
    const run = (a?: Value, b?: Value) => sum(builder, required(a), required(b), isLast ? 'relu' : 'none');
    const order = `${target}${index}`;
    return { name: `${name}/${isLast ? 're_lu' : 'add'}${order}`, inputs: [total, part], run };
  }, required(first));
}

interface Resampling {
  readonly source: number;
  readonly target: number;
  readonly width: number;
}

/** Up: a 1×1 convolution and the nearest pixel. Down: strided 3×3 convolutions, the last of which changes the channels. */
function resample(builder: GraphBuilder, x: Value, { source, target, width }: Resampling): Value {
  const filters = width * 2 ** target;
  if (source > target) {
    const size = sizeOf(x) * 2 ** (source - target);
    const y = convolution(builder, x, { filters });
    return builder.resizeNearestNeighbor(y, { height: size, width: size, halfPixelCenters: true });
  }
  let y = x;
  for (let level = source + 1; level < target; level++) {
    y = convolution(builder, y, { filters: width * 2 ** source, kernel: 3, stride: 2, activation: 'relu' });
  }
  return convolution(builder, y, { filters, kernel: 3, stride: 2 });
}

/** Widens every branch, and adds them up from the finest to the coarsest. */
function head(builder: GraphBuilder, branches: readonly Value[]): Value {
  const widened = (branch: number) =>
    residualUnit(builder, required(branches[branch]), {
      filters: headFilters[branch] ?? 0,
      bottleneck: true,
    });
  let total = widened(0);
  for (let branch = 1; branch < branches.length; branch++) {
    const filters = headFilters[branch] ?? 0;
    const down = convolution(builder, total, { filters, kernel: 3, stride: 2, activation: 'relu' });
    total = sum(builder, widened(branch), down);
  }
  return convolution(builder, total, { filters: 2048, activation: 'relu' });
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('a branch is missing');
  return value;
}
