import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { multiHeadAttention } from '../blocks/attention.js';
import { imageNetClasses } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { layerNorm } from '../blocks/layer-norm.js';
import { toTokens, transformerLayer } from '../blocks/transformer.js';
import { defineFamily } from '../family.js';

interface VitConfiguration {
  readonly inputSize: number;
  readonly patch: number;
  readonly channels: number;
  readonly heads: number;
  /** Learnt tokens before those of the patches: the class, and in DeiT the teacher's opinion. */
  readonly learntTokens: number;
  readonly classes: number;
}

const layers = 12;

const base = { channels: 768, heads: 12, learntTokens: 1, classes: imageNetClasses };
const distilled = { patch: 16, learntTokens: 2, classes: imageNetClasses };
/** The checkpoint of ImageNet-21k has no classifier of its own: it gets the library's smallest. */
const untrainedClasses = 2;

export const vit = defineFamily<VitConfiguration>({
  name: 'vit',
  papers: [
    'An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale (arXiv 2010.11929)',
    'Training data-efficient image transformers & distillation through attention (arXiv 2012.12877)',
  ],
  configurations: {
    'vit-base-patch16-224-in21k': { ...base, inputSize: 224, patch: 16, classes: untrainedClasses },
    'vit-base-patch16-384': { ...base, inputSize: 384, patch: 16 },
    'vit-base-patch32-224-in21k': { ...base, inputSize: 224, patch: 32, classes: untrainedClasses },
    'vit-base-patch32-384': { ...base, inputSize: 384, patch: 32 },
    'deit-base-distilled-patch16-224': { ...distilled, inputSize: 224, channels: 768, heads: 12 },
    'deit-base-distilled-patch16-384': { ...distilled, inputSize: 384, channels: 768, heads: 12 },
    'deit-small-distilled-patch16-224': { ...distilled, inputSize: 224, channels: 384, heads: 6 },
    'deit-tiny-distilled-patch16-224': { ...distilled, inputSize: 224, channels: 192, heads: 3 },
  },
  inputSize: ({ inputSize }) => inputSize,
  build(builder, image, configuration) {
    const { channels, heads, classes } = configuration;
    let x = embedding(builder, image, configuration);
    for (let layer = 0; layer < layers; layer++) {
      const attention = (tokens: Value) => multiHeadAttention(builder, tokens, { heads });
      x = transformerLayer(builder, x, attention, { hidden: 4 * channels });
    }
    x = layerNorm(builder, x);
    const classToken = builder.stridedSlice(x, {
      begin: [0, 0, 0],
      end: [0, 1, 0],
      beginMask: 0b101,
      endMask: 0b101,
      shrinkAxisMask: 0b010,
    });
    return builder.fullyConnected(classToken, { units: classes });
  },
});

/** A token of every patch, after the learnt ones, with its position added. */
function embedding(builder: GraphBuilder, image: Value, configuration: VitConfiguration): Value {
  const { patch, channels, learntTokens } = configuration;
  const options = { filters: channels, kernel: patch, stride: patch, padding: 'valid' } as const;
  const patches = toTokens(builder, convolution(builder, image, options));
  const learnt = Array.from({ length: learntTokens }, () => builder.constant([1, 1, channels]));
  const tokens = builder.concatenation([...learnt, patches], { axis: 1 });
  return builder.add(tokens, builder.constant([...tokens.shape]));
}
