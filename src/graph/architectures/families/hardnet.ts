import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { linearClassifier } from '../blocks/classifier.js';
import { convolution, depthwise } from '../blocks/convolution.js';
import { concatenate } from '../blocks/elementwise.js';
import { defineFamily } from '../family.js';

interface Stage {
  readonly layers: number;
  /** Channels of a layer that only its predecessor feeds. */
  readonly growth: number;
  /** Channels after the stage. */
  readonly filters: number;
  /** Whether a strided depthwise convolution follows. */
  readonly halves: boolean;
}

interface HarDNetConfiguration {
  readonly stem: readonly [number, number];
  /** By which a layer grows for every further layer that feeds it. */
  readonly multiplier: number;
  readonly stages: readonly Stage[];
}

export const harDNet = defineFamily<HarDNetConfiguration>({
  name: 'hardnet',
  papers: ['HarDNet: A Low Memory Traffic Network (arXiv 1909.00948)'],
  configurations: {
    hardnet39ds: {
      stem: [24, 48],
      multiplier: 1.6,
      stages: [
        { layers: 4, growth: 16, filters: 96, halves: true },
        { layers: 16, growth: 20, filters: 320, halves: true },
        { layers: 8, growth: 64, filters: 640, halves: true },
        { layers: 4, growth: 160, filters: 1024, halves: false },
      ],
    },
    hardnet68ds: {
      stem: [32, 64],
      multiplier: 1.7,
      stages: [
        { layers: 8, growth: 14, filters: 128, halves: true },
        { layers: 16, growth: 16, filters: 256, halves: false },
        { layers: 16, growth: 20, filters: 320, halves: true },
        { layers: 16, growth: 40, filters: 640, halves: true },
        { layers: 4, growth: 160, filters: 1024, halves: false },
      ],
    },
  },
  build(builder, image, { stem, multiplier, stages }) {
    let x = convolution(builder, image, { filters: stem[0], kernel: 3, stride: 2, activation: 'relu6' });
    x = convolution(builder, x, { filters: stem[1], activation: 'relu6' });
    x = depthwise(builder, x, { stride: 2 });
    for (const stage of stages) {
      x = harmonicBlock(builder, x, stage, multiplier);
      x = convolution(builder, x, { filters: stage.filters, activation: 'relu6' });
      if (stage.halves) x = depthwise(builder, x, { stride: 2 });
    }
    return linearClassifier(builder, x);
  },
});

/** A dense block of which layer k reads layers k − 2^i for every 2^i that divides k; its odd layers and its last one leave it. */
function harmonicBlock(builder: GraphBuilder, x: Value, stage: Stage, multiplier: number): Value {
  const layers: Value[] = [x];
  for (let layer = 1; layer <= stage.layers; layer++) {
    const sources = sourcesOf(layer).flatMap((source) => layers[source] ?? []);
    const growth = stage.growth * multiplier ** (sources.length - 1);
    const filters = Math.floor(Math.floor(growth + 1) / 2) * 2;
    layers.push(harmonicLayer(builder, joined(builder, sources), filters));
  }
  const leaving = layers.filter((_, layer) => layer % 2 === 1 || layer === stage.layers);
  return joined(builder, leaving);
}

/** Layers that layer `k` reads, nearest first. */
function sourcesOf(k: number): readonly number[] {
  const sources: number[] = [];
  for (let step = 1; k % step === 0 && step <= k; step *= 2) sources.push(k - step);
  return sources;
}

function harmonicLayer(builder: GraphBuilder, x: Value, filters: number): Value {
  return depthwise(builder, convolution(builder, x, { filters, activation: 'relu6' }), {});
}

function joined(builder: GraphBuilder, values: readonly Value[]): Value {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : concatenate(builder, values);
}
