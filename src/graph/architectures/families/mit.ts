import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { multiHeadAttention } from '../blocks/attention.js';
import { imageNetClasses } from '../blocks/classifier.js';
import { convolution, groupedDepthwise } from '../blocks/convolution.js';
import { layerNorm } from '../blocks/layer-norm.js';
import { channelsOf } from '../blocks/shapes.js';
import { dense, toImage, tokenClassifier, toTokens } from '../blocks/transformer.js';
import { defineFamily } from '../family.js';

interface MitConfiguration {
  /** Channels of the four stages. */
  readonly channels: readonly number[];
  /** Layers of the four stages. */
  readonly layers: readonly number[];
}

interface Stage {
  readonly heads: number;
  /** Window and stride of the patches. */
  readonly patch: number;
  readonly stride: number;
  /** By which the image is reduced, in height and width, before tokens look at it. */
  readonly reduction: number;
}

const stages: readonly Stage[] = [
  { heads: 1, patch: 7, stride: 4, reduction: 8 },
  { heads: 2, patch: 3, stride: 2, reduction: 4 },
  { heads: 5, patch: 3, stride: 2, reduction: 2 },
  { heads: 8, patch: 3, stride: 2, reduction: 1 },
];

const wide = [64, 128, 320, 512];

export const mit = defineFamily<MitConfiguration>({
  name: 'mit',
  papers: [
    'SegFormer: Simple and Efficient Design for Semantic Segmentation with Transformers (arXiv 2105.15203)',
  ],
  configurations: {
    'mit-b0': { channels: [32, 64, 160, 256], layers: [2, 2, 2, 2] },
    'mit-b1': { channels: wide, layers: [2, 2, 2, 2] },
    'mit-b2': { channels: wide, layers: [3, 4, 6, 3] },
    'mit-b3': { channels: wide, layers: [3, 4, 18, 3] },
    'mit-b4': { channels: wide, layers: [3, 8, 27, 3] },
    'mit-b5': { channels: wide, layers: [3, 6, 40, 3] },
  },
  build(builder, image, { channels, layers }) {
    let x = image;
    for (const [index, stage] of stages.entries()) {
      const patches = { filters: channels[index] ?? 0, kernel: stage.patch, stride: stage.stride };
      const embedded = convolution(builder, x, { ...patches, padding: 'explicit' });
      let tokens = layerNorm(builder, toTokens(builder, embedded));
      for (let layer = 0; layer < (layers[index] ?? 0); layer++) tokens = mitLayer(builder, tokens, stage);
      x = toImage(builder, layerNorm(builder, tokens));
    }
    return tokenClassifier(builder, toTokens(builder, x), imageNetClasses);
  },
});

function mitLayer(builder: GraphBuilder, x: Value, { heads, reduction }: Stage): Value {
  const normalized = layerNorm(builder, x);
  const source = reduced(builder, normalized, reduction);
  const attended = builder.add(multiHeadAttention(builder, normalized, { heads, source }), x);
  return builder.add(mixingMlp(builder, layerNorm(builder, attended)), attended);
}

function reduced(builder: GraphBuilder, tokens: Value, reduction: number): Value {
  if (reduction === 1) return tokens;
  const options = {
    filters: channelsOf(tokens),
    kernel: reduction,
    stride: reduction,
    padding: 'valid',
  } as const;
  return layerNorm(builder, toTokens(builder, convolution(builder, toImage(builder, tokens), options)));
}

/** An MLP with a depthwise 3×3 convolution in it, which tells tokens where they are. */
function mixingMlp(builder: GraphBuilder, x: Value): Value {
  const hidden = toImage(builder, dense(builder, x, 4 * channelsOf(x)));
  const mixed = groupedDepthwise(builder, hidden, { kernel: 3, padding: 'same', activation: 'gelu' });
  return dense(builder, toTokens(builder, mixed), channelsOf(x));
}
