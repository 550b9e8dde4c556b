import type { GraphBuilder, Value } from '../../../builder/graph-builder.js';
import { linearClassifier } from '../../blocks/classifier.js';
import { convolution, depthwise } from '../../blocks/convolution.js';
import { concatenate } from '../../blocks/elementwise.js';
import { invertedResidual } from '../../blocks/inverted-residual.js';
import { averagePool, maxPool } from '../../blocks/pooling.js';
import { channelsOf } from '../../blocks/shapes.js';
import { choose, decide } from '../design.js';
import type { Decision } from '../design.js';
import type { ArchitectureSpace } from '../space.js';
import { readChoices } from './choice-reader.js';
import type { ChoiceReader } from './choice-reader.js';

interface Place {
  readonly stride: number;
  /** Output channels to choose from: multiples of 16, so that all groups and splits divide them. */
  readonly filters: readonly number[];
}

const places: readonly Place[] = [
  { stride: 1, filters: multiples(16, 16, 80) },
  { stride: 2, filters: multiples(16, 32, 128) },
  { stride: 1, filters: multiples(16, 32, 128) },
  { stride: 2, filters: multiples(32, 64, 256) },
  { stride: 1, filters: multiples(32, 64, 256) },
  { stride: 2, filters: multiples(32, 128, 512) },
  { stride: 1, filters: multiples(32, 128, 512) },
  { stride: 2, filters: multiples(64, 192, 768) },
  { stride: 1, filters: multiples(64, 192, 768) },
];

function multiples(step: number, first: number, last: number): readonly number[] {
  return Array.from({ length: (last - first) / step + 1 }, (_, index) => first + index * step);
}

function blockDecision({ filters }: Place, place: number): Decision {
  const path = `block${place + 1}`;
  const width = choose(`${path}.filters`, filters);
  const kernel = choose(`${path}.kernel`, [3, 5, 7]);
  return decide(`${path}.kind`, [
    { value: 'convolution', then: [width, kernel, choose(`${path}.groups`, [1, 2, 4, 8, 16])] },
    { value: 'depthwise-separable', then: [width, kernel] },
    {
      value: 'inverted-bottleneck',
      then: [width, kernel, choose(`${path}.expansion`, [1, 3, 6]), choose(`${path}.excited`, [false, true])],
    },
    {
      value: 'pooling',
      then: [choose(`${path}.pool`, ['average', 'maximum']), choose(`${path}.window`, [2, 3, 5])],
    },
    { value: 'split', then: [width, choose(`${path}.parts`, [2, 4])] },
  ]);
}

/**
 * Nine blocks, each of one of five kinds, in the manner of the synthetic architectures of Li, Paolieri and Golubchik
 * (arXiv 2210.02620): together they show a predictor every operation of a mobile network in every size.
 */
export const syntheticBlocks: ArchitectureSpace = {
  name: 'synthetic-blocks',
  papers: ['Predicting Inference Latency of Neural Architectures on Mobile Devices (arXiv 2210.02620)'],
  decisions: [
    choose('stem.filters', [16, 32, 48]),
    ...places.map(blockDecision),
    choose('head.filters', [960, 1280, 1536]),
  ],
  inputSize: () => 224,
  build(builder, image, choices) {
    const chosen = readChoices(choices);
    const stem = { filters: chosen.under('stem').number('filters'), kernel: 3, stride: 2 } as const;
    let x = convolution(builder, image, { ...stem, activation: 'relu' });
    for (const [place, { stride }] of places.entries()) {
      x = buildBlock(builder, x, chosen.under(`block${place + 1}`), stride);
    }
    x = convolution(builder, x, { filters: chosen.under('head').number('filters'), activation: 'relu' });
    return linearClassifier(builder, x);
  },
};

function buildBlock(
  builder: GraphBuilder,
  x: Value,
  { text, number, flag }: ChoiceReader,
  stride: number,
): Value {
  switch (text('kind')) {
    case 'convolution':
      return convolution(builder, x, {
        filters: number('filters'),
        kernel: number('kernel'),
        groups: number('groups'),
        stride,
        activation: 'relu',
      });
    case 'depthwise-separable': {
      const filtered = depthwise(builder, x, { kernel: number('kernel'), stride, activation: 'relu' });
      return convolution(builder, filtered, { filters: number('filters'), activation: 'relu' });
    }
    case 'inverted-bottleneck': {
      const expandedChannels = channelsOf(x) * number('expansion');
      return invertedResidual(builder, x, {
        kernel: number('kernel'),
        stride,
        expandedChannels,
        filters: number('filters'),
        expand: number('expansion') !== 1,
        ...(flag('excited') ? { excitation: { squeezedChannels: expandedChannels / 4 } } : {}),
      });
    }
    case 'pooling': {
      const pool = text('pool') === 'average' ? averagePool : maxPool;
      return pool(builder, x, { kernel: number('window'), stride, padding: 'same' });
    }
    default:
      return splitBlock(builder, x, { parts: number('parts'), filters: number('filters'), stride });
  }
}

interface SplitOptions {
  readonly parts: number;
  readonly filters: number;
  readonly stride: number;
}

/** The channels in equal parts, a convolution on each, and the results side by side. */
function splitBlock(builder: GraphBuilder, x: Value, { parts, filters, stride }: SplitOptions): Value {
  const convolved = builder
    .split(x, { count: parts, axis: 3 })
    .map((part) =>
      convolution(builder, part, { filters: filters / parts, kernel: 3, stride, activation: 'relu' }),
    );
  return concatenate(builder, convolved);
}
