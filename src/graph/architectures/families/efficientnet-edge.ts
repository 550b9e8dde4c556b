import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { linearClassifier } from '../blocks/classifier.js';
import { convolution, depthwise, zeroPad } from '../blocks/convolution.js';
import { sum } from '../blocks/elementwise.js';
import { channelsOf, roundChannels, sizeOf } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';

interface EfficientNetEdgeConfiguration {
  /** By which the numbers of units are multiplied, and rounded up. */
  readonly depth: number;
  /** By which the numbers of channels are multiplied, and rounded to multiples of 8. */
  readonly width: number;
}

interface Stage {
  readonly units: number;
  readonly filters: number;
  /** Of the first unit. */
  readonly stride: number;
  readonly kernel: number;
  readonly expansion: number;
  /** `fused`: the expansion and the filtering are one 3×3 convolution, as edge accelerators like it. */
  readonly kind: 'first' | 'fused' | 'inverted';
}

const stages: readonly Stage[] = [
  { kind: 'first', units: 1, filters: 24, stride: 1, kernel: 3, expansion: 4 },
  { kind: 'fused', units: 2, filters: 32, stride: 2, kernel: 3, expansion: 8 },
  { kind: 'fused', units: 4, filters: 48, stride: 2, kernel: 3, expansion: 8 },
  { kind: 'inverted', units: 5, filters: 96, stride: 2, kernel: 5, expansion: 8 },
  { kind: 'inverted', units: 4, filters: 144, stride: 1, kernel: 5, expansion: 8 },
  { kind: 'inverted', units: 2, filters: 192, stride: 2, kernel: 5, expansion: 8 },
];

export const efficientNetEdge = defineFamily<EfficientNetEdgeConfiguration>({
  name: 'efficientnet-edge',
  papers: [
    'EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks (arXiv 1905.11946)',
    'EfficientNet-EdgeTPU (ai.googleblog.com, August 2019)',
  ],
  configurations: {
    efficientnet_edge_small_b: { depth: 1, width: 1 },
    efficientnet_edge_medium_b: { depth: 1.1, width: 1 },
    efficientnet_edge_large_b: { depth: 1.4, width: 1.2 },
  },
  build(builder, image, { depth, width }) {
    const scaled = (channels: number) => roundChannels(channels * width);
    const stem = { filters: scaled(32), kernel: 3, stride: 2, padding: 'valid', activation: 'relu' } as const;
    let x = convolution(builder, padAsSame(builder, image, 3, 2), stem);
    for (const stage of stages) {
      for (let unit = 0; unit < Math.ceil(stage.units * depth); unit++) {
        const stride = unit === 0 ? stage.stride : 1;
        const options = { ...stage, filters: scaled(stage.filters), stride };
        x = stage.kind === 'inverted' ? invertedUnit(builder, x, options) : fusedUnit(builder, x, options);
      }
    }
    x = convolution(builder, x, { filters: scaled(1280), activation: 'relu' });
    return linearClassifier(builder, x);
  },
});

function fusedUnit(
  builder: GraphBuilder,
  x: Value,
  { kind, filters, stride, kernel, expansion }: Stage,
): Value {
  const expanded = expansion * (kind === 'first' ? filters : channelsOf(x));
  let y = convolution(builder, x, { filters: expanded, kernel, activation: 'relu' });
  y = convolution(builder, y, { filters, stride });
  const addsInput = kind !== 'first' && stride === 1 && channelsOf(x) === filters;
  return addsInput ? sum(builder, y, x) : y;
}

function invertedUnit(builder: GraphBuilder, x: Value, { filters, stride, kernel, expansion }: Stage): Value {
  let y = convolution(builder, x, { filters: expansion * channelsOf(x), activation: 'relu' });
  y = padAsSame(builder, y, kernel, stride);
  y = depthwise(builder, y, { kernel, stride, padding: 'valid', activation: 'relu' });
  y = convolution(builder, y, { filters });
  return stride === 1 && channelsOf(x) === filters ? sum(builder, y, x) : y;
}

/** TensorFlow's SAME padding as an operation of its own: the odd row, if there is one, comes last. */
function padAsSame(builder: GraphBuilder, x: Value, kernel: number, stride: number): Value {
  const size = sizeOf(x);
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  const before = Math.floor(total / 2);
  return zeroPad(builder, x, before, total - before);
}
