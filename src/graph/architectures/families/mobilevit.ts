import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { multiHeadAttention } from '../blocks/attention.js';
import { imageNetClasses } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { invertedResidual } from '../blocks/inverted-residual.js';
import { layerNorm } from '../blocks/layer-norm.js';
import { globalAverage } from '../blocks/pooling.js';
import { channelsOf, roundChannels } from '../blocks/shapes.js';
import { transformerLayer } from '../blocks/transformer.js';
import { defineFamily } from '../family.js';

interface MobileVitConfiguration {
  /** Channels after the stem and after each of the five stages, and of the last convolution. */
  readonly channels: readonly [number, number, number, number, number, number];
  readonly finalChannels: number;
  /** Of the inverted residuals. */
  readonly expansion: number;
  /** Channels of the tokens in the last three stages. */
  readonly tokenChannels: readonly [number, number, number];
}

/** Transformer layers of the last three stages. */
const transformerLayers = [2, 4, 3];
const heads = 4;

export const mobileVit = defineFamily<MobileVitConfiguration>({
  name: 'mobilevit',
  papers: [
    'MobileViT: Light-weight, General-purpose, and Mobile-friendly Vision Transformer (arXiv 2110.02178)',
  ],
  configurations: {
    'mobilevit-small': {
      channels: [16, 32, 64, 96, 128, 160],
      finalChannels: 640,
      expansion: 4,
      tokenChannels: [144, 192, 240],
    },
    'mobilevit-x-small': {
      channels: [16, 32, 48, 64, 80, 96],
      finalChannels: 384,
      expansion: 4,
      tokenChannels: [96, 120, 144],
    },
    'mobilevit-xx-small': {
      channels: [16, 16, 24, 48, 64, 80],
      finalChannels: 320,
      expansion: 2,
      tokenChannels: [64, 80, 96],
    },
  },
  inputSize: () => 256,
  build(builder, image, { channels, finalChannels, expansion, tokenChannels }) {
    const [stem, first, second, ...rest] = channels;
    const stemOptions = {
      filters: stem,
      kernel: 3,
      stride: 2,
      padding: 'explicit',
      activation: 'swish',
    } as const;
    let x = convolution(builder, image, stemOptions);
    x = mobileUnit(builder, x, first, 1, expansion);
    for (let unit = 0; unit < 3; unit++) x = mobileUnit(builder, x, second, unit === 0 ? 2 : 1, expansion);
    for (const [stage, filters] of rest.entries()) {
      x = mobileUnit(builder, x, filters, 2, expansion);
      const options = { channels: tokenChannels[stage] ?? 0, layers: transformerLayers[stage] ?? 0 };
      x = mobileVitBlock(builder, x, options);
    }
    x = convolution(builder, x, { filters: finalChannels, activation: 'swish' });
    return builder.fullyConnected(globalAverage(builder, x), { units: imageNetClasses });
  },
});

function mobileUnit(
  builder: GraphBuilder,
  x: Value,
  filters: number,
  stride: number,
  expansion: number,
): Value {
  const expandedChannels = roundChannels(channelsOf(x) * expansion);
  const options = { kernel: 3, expand: true, grouped: true, activation: 'swish' } as const;
  return invertedResidual(builder, x, { ...options, expandedChannels, filters, stride });
}

interface BlockOptions {
  readonly channels: number;
  readonly layers: number;
}

/** Convolutions look at neighbours, a transformer at all pixels with the same place in their 2×2 patches. */
function mobileVitBlock(builder: GraphBuilder, x: Value, { channels, layers }: BlockOptions): Value {
  const filters = channelsOf(x);
  const wide = { kernel: 3, padding: 'explicit', activation: 'swish' } as const;
  const local = convolution(builder, convolution(builder, x, { ...wide, filters }), { filters: channels });
  let tokens = unfold(builder, local);
  for (let layer = 0; layer < layers; layer++) {
    const attention = (normalized: Value) => multiHeadAttention(builder, normalized, { heads });
    tokens = transformerLayer(builder, tokens, attention, { hidden: 2 * channels, activation: 'swish' });
  }
  const global = fold(builder, layerNorm(builder, tokens), local.shape);
  const projected = convolution(builder, global, { filters, activation: 'swish' });
  return convolution(builder, builder.concatenation([x, projected], { axis: 3 }), { ...wide, filters });
}

/** An image as `[4, patches, channels]`: the model's own layout, channels first, is gone through on the way. */
function unfold(builder: GraphBuilder, image: Value): Value {
  const [, height = 1, width = 1, channels = 1] = image.shape;
  const patches = (height / 2) * (width / 2);
  let x = builder.transpose(image, [0, 3, 1, 2]);
  x = builder.reshape(x, [(channels * height) / 2, 2, width / 2, 2]);
  x = builder.transpose(x, [0, 2, 1, 3]);
  x = builder.reshape(x, [1, channels, patches, 4]);
  x = builder.transpose(x, [0, 3, 2, 1]);
  return builder.reshape(x, [4, patches, channels]);
}

/** {@link unfold} undone. */
function fold(builder: GraphBuilder, tokens: Value, [, height = 1, width = 1]: readonly number[]): Value {
  const [, patches = 1, channels = 1] = tokens.shape;
  let x = builder.reshape(tokens, [1, 4, patches, channels]);
  x = builder.transpose(x, [0, 3, 2, 1]);
  x = builder.reshape(x, [(channels * height) / 2, width / 2, 2, 2]);
  x = builder.transpose(x, [0, 2, 1, 3]);
  x = builder.reshape(x, [1, channels, height, width]);
  return builder.transpose(x, [0, 2, 3, 1]);
}
