import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { concatenate } from '../blocks/elementwise.js';
import { averagePool, ceilingMaxPool, maxPool } from '../blocks/pooling.js';
import { defineFamily } from '../family.js';

/** Filters of a unit's convolutions, branch by branch; the last branch pools first. */
type InceptionUnit =
  | {
      readonly kind: 'average' | 'maximum';
      readonly single: number;
      readonly double: readonly [number, number];
      readonly triple: readonly [number, number];
      readonly pooled: number;
    }
  | {
      readonly kind: 'reduction';
      readonly double: readonly [number, number];
      readonly triple: readonly [number, number];
    };

interface BnInceptionConfiguration {
  readonly units: readonly InceptionUnit[];
}

export const bnInception = defineFamily<BnInceptionConfiguration>({
  name: 'bninception',
  papers: ['Batch Normalization: Accelerating Deep Network Training (arXiv 1502.03167)'],
  configurations: {
    bninception: {
      units: [
        { kind: 'average', single: 64, double: [64, 64], triple: [64, 96], pooled: 32 },
        { kind: 'average', single: 64, double: [64, 96], triple: [64, 96], pooled: 64 },
        { kind: 'reduction', double: [128, 160], triple: [64, 96] },
        { kind: 'average', single: 224, double: [64, 96], triple: [96, 128], pooled: 128 },
        { kind: 'average', single: 192, double: [96, 128], triple: [96, 128], pooled: 128 },
        { kind: 'average', single: 160, double: [128, 160], triple: [128, 160], pooled: 128 },
        { kind: 'average', single: 96, double: [128, 192], triple: [160, 192], pooled: 128 },
        { kind: 'reduction', double: [128, 192], triple: [192, 256] },
        { kind: 'average', single: 352, double: [192, 320], triple: [160, 224], pooled: 128 },
        { kind: 'maximum', single: 352, double: [192, 320], triple: [192, 224], pooled: 128 },
      ],
    },
  },
  build(builder, image, { units }) {
    let x = convolution(builder, image, { filters: 64, kernel: 7, stride: 2, activation: 'relu' });
    x = ceilingMaxPool(builder, x, { kernel: 3, stride: 2 });
    x = convolution(builder, x, { filters: 64, activation: 'relu' });
    x = convolution(builder, x, { filters: 192, kernel: 3, activation: 'relu' });
    x = ceilingMaxPool(builder, x, { kernel: 3, stride: 2 });
    for (const unit of units) x = inceptionUnit(builder, x, unit);
    return linearClassifier(builder, x);
  },
});

function inceptionUnit(builder: GraphBuilder, x: Value, unit: InceptionUnit): Value {
  const stride = unit.kind === 'reduction' ? 2 : 1;
  const branches: Value[] = [];
  if (unit.kind !== 'reduction')
    branches.push(convolution(builder, x, { filters: unit.single, activation: 'relu' }));
  branches.push(chain(builder, x, unit.double, 1, stride), chain(builder, x, unit.triple, 2, stride));
  branches.push(pooledBranch(builder, x, unit));
  return concatenate(builder, branches);
}

/** A 1×1 convolution, then `count` 3×3 ones of which the last may have a stride. */
function chain(
  builder: GraphBuilder,
  x: Value,
  filters: readonly [number, number],
  count: number,
  stride: number,
): Value {
  let y = convolution(builder, x, { filters: filters[0], activation: 'relu' });
  for (let i = 1; i <= count; i++) {
    const options = { filters: filters[1], kernel: 3, stride: i === count ? stride : 1 };
    y = convolution(builder, y, { ...options, activation: 'relu' });
  }
  return y;
}

function pooledBranch(builder: GraphBuilder, x: Value, unit: InceptionUnit): Value {
  if (unit.kind === 'reduction') return ceilingMaxPool(builder, x, { kernel: 3, stride: 2 });
  const pool = unit.kind === 'average' ? averagePool : maxPool;
  const pooled = pool(builder, x, { kernel: 3, stride: 1, padding: 'same' });
  return convolution(builder, pooled, { filters: unit.pooled, activation: 'relu' });
}
