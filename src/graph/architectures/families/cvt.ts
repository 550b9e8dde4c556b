import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { attend, joinHeads, splitHeads } from '../blocks/attention.js';
import { imageNetClasses } from '../blocks/classifier.js';
import { convolution, groupedDepthwise, zeroPad } from '../blocks/convolution.js';
import { layerNorm } from '../blocks/layer-norm.js';
import { channelsOf, sizeOf } from '../blocks/shapes.js';
import { dense, toImage, tokenClassifier, toTokens, transformerLayer } from '../blocks/transformer.js';
import { defineFamily } from '../family.js';

interface CvtConfiguration {
  readonly inputSize: number;
  /** Layers of the three stages. */
  readonly layers: readonly number[];
}

interface Stage {
  readonly channels: number;
  readonly heads: number;
  /** Window, stride and padding of the patches. */
  readonly patch: number;
  readonly stride: number;
  readonly padding: number;
  /** Whether a learnt token for the class is among those of the stage. */
  readonly hasClassToken: boolean;
}

const stages: readonly Stage[] = [
  { channels: 64, heads: 1, patch: 7, stride: 4, padding: 2, hasClassToken: false },
  { channels: 192, heads: 3, patch: 3, stride: 2, padding: 1, hasClassToken: false },
  { channels: 384, heads: 6, patch: 3, stride: 2, padding: 1, hasClassToken: true },
];

export const cvt = defineFamily<CvtConfiguration>({
  name: 'cvt',
  papers: ['CvT: Introducing Convolutions to Vision Transformers (arXiv 2103.15808)'],
  configurations: {
    'cvt-13': { inputSize: 224, layers: [1, 2, 10] },
    'cvt-13-384': { inputSize: 384, layers: [1, 2, 10] },
    'cvt-21': { inputSize: 224, layers: [1, 4, 16] },
    'cvt-21-384': { inputSize: 384, layers: [1, 4, 16] },
  },
  inputSize: ({ inputSize }) => inputSize,
  build(builder, image, { layers }) {
    let x = image;
    let size = sizeOf(image);
    for (const [index, stage] of stages.entries()) {
      if (index > 0) x = builder.reshape(x, [1, size, size, channelsOf(x)]);
      const embedded = embedding(builder, x, stage);
      size = sizeOf(embedded);
      x = layerNorm(builder, toTokens(builder, embedded));
      if (stage.hasClassToken) {
        x = builder.concatenation([builder.constant([1, 1, stage.channels]), x], { axis: 1 });
      }
      for (let layer = 0; layer < (layers[index] ?? 0); layer++) {
        const attention = (normalized: Value) => convolutionalAttention(builder, normalized, stage);
        x = transformerLayer(builder, x, attention, { hidden: 4 * stage.channels });
      }
    }
    const classToken = layerNorm(builder, tokenRange(builder, x, 0, 1));
    return tokenClassifier(builder, classToken, imageNetClasses);
  },
});

function embedding(builder: GraphBuilder, x: Value, stage: Stage): Value {
  const { channels, patch, stride, padding } = stage;
  const options = { filters: channels, kernel: patch, stride, padding: 'valid' } as const;
  return convolution(builder, zeroPad(builder, x, padding, padding), options);
}

/** Attention whose queries, keys and values are projected by depthwise convolutions, keys and values at half the size. */
function convolutionalAttention(builder: GraphBuilder, x: Value, { heads, hasClassToken }: Stage): Value {
  const tokens = x.shape[1] ?? 1;
  const classToken = hasClassToken ? tokenRange(builder, x, 0, 1) : undefined;
  const patches = hasClassToken ? tokenRange(builder, x, 1, tokens - 1) : x;
  const image = toImage(builder, patches);
  const project = (stride: number) => {
    const projected = toTokens(builder, groupedDepthwise(builder, image, { kernel: 3, stride }));
    const all = classToken ? builder.concatenation([classToken, projected], { axis: 1 }) : projected;
    return splitHeads(builder, dense(builder, all, channelsOf(x)), heads);
  };
  const context = attend(builder, { queries: project(1), keys: project(2), values: project(2) });
  return dense(builder, joinHeads(builder, context), channelsOf(x));
}

function tokenRange(builder: GraphBuilder, x: Value, begin: number, count: number): Value {
  const bounds = [builder.integers([3], [0, begin, 0]), builder.integers([3], [1, count, channelsOf(x)])];
  return builder.apply('SLICE', [x, ...bounds]);
}
