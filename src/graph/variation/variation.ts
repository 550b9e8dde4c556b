import type { Precision } from '../model/precision.js';

/** What is to be another in a network. What is left out stays as it is. */
export interface Variation {
  /** By how much channels are multiplied, but for those of the network's inputs and results. */
  readonly width?: number;
  /** Height and width of the windows of all convolutions that have larger ones than 1×1 and pad to the same size; odd. */
  readonly kernel?: number;
  /** What a float32 network is converted to. */
  readonly precision?: Precision;
}

/** What a network can be varied by. */
export const variationLimits = { leastWidth: 0.1, mostWidth: 8, mostKernel: 15 } as const;

const channelStep = 8;

/**
 * Channels of a network `width` times as wide: a multiple of eight, and not less than nine tenths of what was asked for. As MobileNets do it
 * (`_make_divisible` in tensorflow/models, research/slim/nets/mobilenet).
 */
export function scaledChannels(channels: number, width: number): number {
  if (width === 1) return channels;
  const wanted = channels * width;
  const rounded = Math.max(channelStep, Math.floor((wanted + channelStep / 2) / channelStep) * channelStep);
  return rounded < 0.9 * wanted ? rounded + channelStep : rounded;
}
