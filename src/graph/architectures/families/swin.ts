import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { multiHeadAttention } from '../blocks/attention.js';
import { imageNetClasses } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { layerNorm } from '../blocks/layer-norm.js';
import { channelsOf } from '../blocks/shapes.js';
import { toImage, tokenClassifier, toTokens, transformerLayer } from '../blocks/transformer.js';
import { defineFamily } from '../family.js';
import { joinWindows, roll, splitWindows } from '../blocks/windows.js';

interface SwinConfiguration {
  readonly inputSize: number;
  /** Height and width of the windows within which tokens see each other. */
  readonly window: number;
  /** Channels and heads of the first stage; both double from stage to stage. */
  readonly channels: number;
  readonly heads: number;
  /** Layers of each stage. */
  readonly layers: readonly number[];
}

const small = { inputSize: 224, window: 7, channels: 96, heads: 3 };
const base = { channels: 128, heads: 4, layers: [2, 2, 18, 2] };

export const swin = defineFamily<SwinConfiguration>({
  name: 'swin',
  papers: ['Swin Transformer: Hierarchical Vision Transformer using Shifted Windows (arXiv 2103.14030)'],
  configurations: {
    'swin-tiny-patch4-window7-224': { ...small, layers: [2, 2, 6, 2] },
    'swin-small-patch4-window7-224': { ...small, layers: [2, 2, 18, 2] },
    'swin-base-patch4-window7-224': { ...base, inputSize: 224, window: 7 },
    'swin-base-patch4-window12-384': { ...base, inputSize: 384, window: 12 },
  },
  inputSize: ({ inputSize }) => inputSize,
  build(builder, image, { window, channels, heads, layers }) {
    const patches = convolution(builder, image, {
      filters: channels,
      kernel: 4,
      stride: 4,
      padding: 'valid',
    });
    let x = layerNorm(builder, toTokens(builder, patches));
    for (const [stage, count] of layers.entries()) {
      if (stage > 0) x = mergePatches(builder, x);
      for (let layer = 0; layer < count; layer++) {
        const options = { window, heads: heads * 2 ** stage, shifted: layer % 2 === 1 };
        const attention = (tokens: Value) => windowAttention(builder, tokens, options);
        x = transformerLayer(builder, x, attention, { hidden: 4 * channelsOf(x) });
      }
    }
    return tokenClassifier(builder, layerNorm(builder, x), imageNetClasses);
  },
});

/** Four neighbouring tokens become one of twice the channels. */
function mergePatches(builder: GraphBuilder, x: Value): Value {
  const image = toImage(builder, x);
  const [, height = 1, width = 1, channels = 1] = image.shape;
  const corners = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const;
  const every = { end: [1, height, width, channels], strides: [1, 2, 2, 1], endMask: 0b1111 };
  const quarters = corners.map(([row, column]) =>
    builder.stridedSlice(image, { begin: [0, row, column, 0], beginMask: 0b1001, ...every }),
  );
  const merged = layerNorm(builder, toTokens(builder, builder.concatenation(quarters, { axis: 3 })));
  return builder.fullyConnected(merged, { units: 2 * channels, bias: false, keepDims: true });
}

interface WindowOptions {
  readonly window: number;
  readonly heads: number;
  /** Whether windows lie across those of the layer before. */
  readonly shifted: boolean;
}

function windowAttention(builder: GraphBuilder, x: Value, { window, heads, shifted }: WindowOptions): Value {
  const image = toImage(builder, x);
  const size = image.shape[1] ?? 1;
  const shift = shifted && size > window ? Math.floor(window / 2) : 0;
  const windows = splitWindows(builder, roll(builder, image, shift), window);
  const count = windows.shape[0] ?? 1;
  const tokens = window * window;
  const adjust = (scores: Value) => {
    const biased = builder.add(scores, positionBias(builder, window, heads));
    return shift === 0 ? biased : builder.add(biased, builder.constant([count, 1, tokens, tokens]));
  };
  const attended = multiHeadAttention(builder, windows, { heads, adjust });
  return toTokens(builder, roll(builder, joinWindows(builder, attended, size), -shift));
}

/** What converters compute ahead of time: constants of at most 2^20 bytes (TensorFlow's constant_fold.cc). */
const foldedBytes = 2 ** 20;

/**
 * What each pair of tokens of a window adds to its score: a constant as long as the converter keeps it in full, else looked
 * up in a table of one row for each of the (2 · window − 1)² distances.
 */
function positionBias(builder: GraphBuilder, window: number, heads: number): Value {
  const tokens = window * window;
  if (heads * tokens * tokens * Float32Array.BYTES_PER_ELEMENT <= foldedBytes) {
    return builder.constant([1, heads, tokens, tokens]);
  }
  const table = builder.constant([(2 * window - 1) ** 2, heads]);
  const distances = builder.constant([tokens * tokens], 'int32');
  const looked = builder.apply('GATHER', [table, distances], { axis: 0 });
  const byPair = builder.reshape(looked, [tokens, tokens, heads]);
  return builder.reshape(builder.transpose(byPair, [2, 0, 1]), [1, heads, tokens, tokens]);
}
