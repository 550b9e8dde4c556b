import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Activation } from './activation.js';
import { convolution, depthwise, groupedDepthwise } from './convolution.js';
import { sum } from './elementwise.js';
import type { ExcitationOptions } from './squeeze-excitation.js';
import { squeezeExcitation } from './squeeze-excitation.js';
import { channelsOf } from './shapes.js';

export interface InvertedResidualOptions {
  readonly kernel: number;
  readonly stride: number;
  /** Channels of the depthwise convolution. */
  readonly expandedChannels: number;
  /** Output channels. */
  readonly filters: number;
  /** Whether a 1×1 convolution comes first. It need not where the depthwise convolution keeps the input's channels. */
  readonly expand: boolean;
  /** `relu` if left out. */
  readonly activation?: Activation;
  readonly excitation?: ExcitationOptions;
  /** Whether the depthwise convolution is written as a grouped one; false if left out. */
  readonly grouped?: boolean;
  /** Whether to add the input where shapes allow; true if left out. */
  readonly residual?: boolean;
}

/**
 * Expand, filter each channel by itself, project, and add the input (Sandler et al., arXiv 1801.04381); with squeeze and
 * excitation before the projection as in MnasNet (Tan et al., arXiv 1807.11626).
 */
export function invertedResidual(builder: GraphBuilder, x: Value, options: InvertedResidualOptions): Value {
  const { kernel, stride, filters, activation = 'relu', excitation } = options;
  const { grouped = false, residual = true } = options;
  let y = x;
  if (options.expand) y = convolution(builder, y, { filters: options.expandedChannels, activation });
  const own = { kernel, stride, activation };
  y = grouped ? groupedDepthwise(builder, y, own) : depthwise(builder, y, own);
  if (excitation !== undefined) y = squeezeExcitation(builder, y, excitation);
  y = convolution(builder, y, { filters });
  const addsInput = residual && stride === 1 && channelsOf(x) === filters;
  return addsInput ? sum(builder, y, x) : y;
}
