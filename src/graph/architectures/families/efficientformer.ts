import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { attend, joinHeads } from '../blocks/attention.js';
import { imageNetClasses } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { layerNorm } from '../blocks/layer-norm.js';
import { averagePool } from '../blocks/pooling.js';
import { channelsOf } from '../blocks/shapes.js';
import { dense, mlp, tokenClassifier, toTokens } from '../blocks/transformer.js';
import { defineFamily } from '../family.js';

interface EfficientFormerConfiguration {
  /** Channels of the four stages. */
  readonly channels: readonly number[];
  /** Blocks of the four stages. */
  readonly blocks: readonly number[];
  /** How many of them, at the very end, have attention instead of pooling. */
  readonly attentionBlocks: number;
}

const heads = 8;
const keyChannels = 32;
const valueChannels = 128;

export const efficientFormer = defineFamily<EfficientFormerConfiguration>({
  name: 'efficientformer',
  papers: ['EfficientFormer: Vision Transformers at MobileNet Speed (arXiv 2206.01191)'],
  configurations: {
    'efficientformer-l1-300': { channels: [48, 96, 224, 448], blocks: [3, 2, 6, 4], attentionBlocks: 1 },
    'efficientformer-l3-300': { channels: [64, 128, 320, 512], blocks: [4, 4, 12, 6], attentionBlocks: 4 },
    'efficientformer-l7-300': { channels: [96, 192, 384, 768], blocks: [6, 6, 18, 8], attentionBlocks: 8 },
  },
  build(builder, image, { channels, blocks, attentionBlocks }) {
    const strided = { kernel: 3, stride: 2, padding: 'explicit' } as const;
    const [first = 0] = channels;
    let x = convolution(builder, image, { ...strided, filters: first / 2, activation: 'relu' });
    x = convolution(builder, x, { ...strided, filters: first, activation: 'relu' });
    for (const [stage, filters] of channels.entries()) {
      if (stage > 0) x = convolution(builder, x, { ...strided, filters });
      const isLast = stage === channels.length - 1;
      const pooled = (blocks[stage] ?? 0) - (isLast ? attentionBlocks : 0);
      for (let block = 0; block < pooled; block++) x = poolingBlock(builder, x);
    }
    let tokens = toTokens(builder, x);
    for (let block = 0; block < attentionBlocks; block++) tokens = attentionBlock(builder, tokens);
    return tokenClassifier(builder, layerNorm(builder, tokens), imageNetClasses);
  },
});

/** Neighbours' mean instead of attention, then a convolutional MLP; both scaled by one constant per channel. */
function poolingBlock(builder: GraphBuilder, x: Value): Value {
  const filters = channelsOf(x);
  const mean = averagePool(builder, x, { kernel: 3, stride: 1, padding: 'same' });
  const mixed = addScaled(builder, x, builder.sub(mean, x));
  const hidden = convolution(builder, mixed, { filters: 4 * filters, activation: 'gelu' });
  return addScaled(builder, mixed, convolution(builder, hidden, { filters }));
}

function attentionBlock(builder: GraphBuilder, x: Value): Value {
  const attended = addScaled(builder, x, biasedAttention(builder, layerNorm(builder, x)));
  const widened = mlp(builder, layerNorm(builder, attended), { hidden: 4 * channelsOf(x) });
  return addScaled(builder, attended, widened);
}

/** One layer makes queries, keys and (wider) values; every pair of places adds a learnt number to its score. */
function biasedAttention(builder: GraphBuilder, x: Value): Value {
  const [, tokens = 1, channels = 1] = x.shape;
  const perHead = 2 * keyChannels + valueChannels;
  const all = builder.reshape(dense(builder, x, heads * perHead), [1, tokens, heads, perHead]);
  const part = (begin: number, size: number) => {
    const bounds = [builder.integers([4], [0, 0, 0, begin]), builder.integers([4], [1, tokens, heads, size])];
    return builder.transpose(builder.apply('SLICE', [all, ...bounds]), [0, 2, 1, 3]);
  };
  const context = attend(builder, {
    queries: part(0, keyChannels),
    keys: part(keyChannels, keyChannels),
    values: part(2 * keyChannels, valueChannels),
    adjust: (scores) => builder.add(scores, builder.constant([heads, tokens, tokens])),
  });
  return dense(builder, joinHeads(builder, context), channels);
}

function addScaled(builder: GraphBuilder, x: Value, change: Value): Value {
  return builder.add(x, builder.mul(change, builder.constant([channelsOf(x)])));
}
