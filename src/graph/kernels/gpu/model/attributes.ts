import type { ValueShape } from './value-shape.js';

/** What a constant operand is: one number, one a channel, or a whole map. */
export type ConstantOperand = 'scalar' | 'linear' | 'map';

/**
 * Geometry of a convolution, a depthwise or transposed one, or a pooling. Lengths in elements. Padding is mutable: a PAD before
 * the kernel is merged into it.
 */
export interface Window {
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  /** Channels of the weights as the delegate keeps them (OHWI): of a depthwise convolution the output's is the multiplier. */
  readonly weightsInput: number;
  readonly weightsOutput: number;
  readonly groups: number;
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** What a PAD puts before and after each axis. */
export interface PadAmounts {
  readonly before: ValueShape;
  readonly after: ValueShape;
  /** It repeats the map's border instead of padding with one number. */
  readonly reflects: boolean;
}

/** Where a SLICE or a STRIDED_SLICE begins and ends on each axis. */
export interface SliceBounds {
  readonly start: ValueShape;
  readonly end: ValueShape;
  readonly stride: ValueShape;
}
