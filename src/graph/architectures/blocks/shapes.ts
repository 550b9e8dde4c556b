import type { Value } from '../../builder/graph-builder.js';

/** Channels of an NHWC image, or the last dimension of anything else. */
export function channelsOf(x: Value): number {
  return x.shape.at(-1) ?? 1;
}

/** Height (and width: the images of all these networks are square) of an NHWC image. */
export function sizeOf(x: Value): number {
  return x.shape[1] ?? 1;
}

/**
 * A number of channels rounded to a multiple of 8, never below 90 % of what was asked for: how the MobileNets scale
 * widths (Sandler et al., arXiv 1801.04381, appendix).
 */
export function roundChannels(channels: number): number {
  const rounded = Math.max(Math.floor((channels + 4) / 8) * 8, 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}
