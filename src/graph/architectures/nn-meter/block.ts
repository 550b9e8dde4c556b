import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { separatePart } from '../blocks/activation.js';
import { attend, joinHeads, splitHeads } from '../blocks/attention.js';
import { convolution } from '../blocks/convolution.js';
import { invertedResidual } from '../blocks/inverted-residual.js';
import { layerNorm } from '../blocks/layer-norm.js';
import { averagePool } from '../blocks/pooling.js';
import { sizeOf } from '../blocks/shapes.js';
import { dense, mlp, toTokens } from '../blocks/transformer.js';
import type { Architecture } from '../family.js';
import { parseBlockKey, type BlockKey } from './block-key.js';

const prefix = 'nn-meter/';

/** The name of the network that is a block of nn-Meter's tables and nothing else; `undefined` for what is no key of theirs. */
export function blockNetworkName(key: string): string | undefined {
  return parseBlockKey(key) === undefined ? undefined : `${prefix}${key}`;
}

/** A block with its family, by the name of {@link blockNetworkName}; `undefined` for other names. */
export function blockNamed(
  name: string,
): { readonly family: string; readonly architecture: Architecture } | undefined {
  const key = name.startsWith(prefix) ? parseBlockKey(name.slice(prefix.length)) : undefined;
  if (key === undefined) return undefined;
  return {
    family: `${prefix}${key.type}`,
    architecture: {
      name,
      inputSize: key.side,
      inputChannels: 'channels' in key ? key.channels : key.input,
      build: (builder, image) => buildBlock(builder, image, key),
    },
  };
}

/** Channels of an attention head's queries and keys, where they divide the block's; what NASViT and its like use. */
const headChannels = 8;

/**
 * The blocks of a supernet of mobile convolutions and transformers: the tables tell sizes, and that the rest is as usual. Of attention they tell
 * neither heads nor how keys are made: heads of 8 channels for queries and keys, and `valueRatio` times as many for values, are a guess.
 */
function buildBlock(builder: GraphBuilder, x: Value, key: BlockKey): Value {
  switch (key.type) {
    case 'conv':
    case 'transds': {
      const { input, output: filters, expansion, stride } = key;
      const expandedChannels = input * expansion;
      const { kernel = 3, activation = 'hard-swish' as const } = key.type === 'conv' ? key : {};
      const squeezedChannels = Math.ceil(expandedChannels / 4);
      return invertedResidual(builder, x, {
        ...{ kernel, stride, filters, expandedChannels, activation, expand: expansion > 1 },
        ...(key.type === 'conv' &&
          key.hasExcitation && { excitation: { squeezedChannels, gate: 'hard-sigmoid' as const } }),
      });
    }
    case 'transffn': {
      const tokens = toTokens(builder, x);
      const hidden = key.channels * key.expansion;
      const normalized = key.isNormalized ? layerNorm(builder, tokens) : tokens;
      return builder.add(mlp(builder, normalized, { hidden, activation: key.activation }), tokens);
    }
    case 'transattn':
      return attention(builder, toTokens(builder, x), key);
    case 'mbpool': {
      const { expansion, activation, output } = key;
      const wide = convolution(builder, x, { filters: key.input * expansion, activation });
      const pooled = averagePool(builder, wide, { kernel: sizeOf(wide), stride: 1 });
      return convolution(builder, pooled, { filters: output, activation });
    }
    case 'firstconv': {
      const { output: filters, kernel, stride } = key;
      return convolution(builder, x, { filters, kernel, stride, activation: 'hard-swish' });
    }
  }
}

function attention(
  builder: GraphBuilder,
  tokens: Value,
  { channels, valueRatio, activation, isNormalized }: BlockKey & { readonly type: 'transattn' },
): Value {
  const heads = channels % headChannels === 0 ? channels / headChannels : 1;
  const normalized = isNormalized ? layerNorm(builder, tokens) : tokens;
  const project = (units: number) => splitHeads(builder, dense(builder, normalized, units), heads);
  const context = attend(builder, {
    queries: project(channels),
    keys: project(channels),
    values: project(channels * valueRatio),
  });
  const activated = separatePart(builder, joinHeads(builder, context), activation);
  return builder.add(dense(builder, activated, channels), tokens);
}
