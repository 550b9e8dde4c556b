import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Activation } from './activation.js';
import { fusedPart, separatePart } from './activation.js';
import { channelsOf } from './shapes.js';

/**
 * - `same`: TensorFlow's SAME, part of the convolution;
 * - `explicit`: a PAD of ⌊kernel / 2⌋ zeros on every side, before a VALID convolution;
 * - `valid`: none.
 */
export type ConvolutionPadding = 'same' | 'explicit' | 'valid';

export interface ConvolutionOptions {
  /** Output channels. */
  readonly filters: number;
  /** Height and width of the window; 1 if left out. */
  readonly kernel?: number;
  /** 1 if left out. */
  readonly stride?: number;
  /** `same` if left out. */
  readonly padding?: ConvolutionPadding;
  /** 1 if left out; must divide input channels and filters. */
  readonly groups?: number;
  /** `none` if left out. */
  readonly activation?: Activation;
}

export type DepthwiseOptions = Omit<ConvolutionOptions, 'filters' | 'groups'>;

/**
 * A convolution and its activation. A batch norm after it leaves no trace: the converter folds its scale into the
 * weights and its shift into the bias, so that every convolution has a bias.
 */
export function convolution(builder: GraphBuilder, x: Value, options: ConvolutionOptions): Value {
  const { filters, kernel = 1, stride = 1, padding = 'same', groups = 1, activation = 'none' } = options;
  const result = builder.conv2d(x, {
    filters,
    kernel,
    stride,
    groups,
    padding: windowPadding(padding, kernel),
    activation: fusedPart(activation),
  });
  return separatePart(builder, result, activation);
}

/** A depthwise convolution (multiplier 1) and its activation; padded explicitly unless told otherwise. */
export function depthwise(builder: GraphBuilder, x: Value, options: DepthwiseOptions): Value {
  const { kernel = 3, stride = 1, padding = 'explicit', activation = 'none' } = options;
  const result = builder.depthwiseConv2d(x, {
    kernel,
    stride,
    padding: windowPadding(padding, kernel),
    activation: fusedPart(activation),
  });
  return separatePart(builder, result, activation);
}

/**
 * A convolution of every channel by itself that the model writes as a grouped Conv2D, as Hugging Face's TensorFlow models do. It is taken for a
 * CONV_2D of as many groups as channels in the .tflite file too: published latencies of such networks fit TFLite's kernel for grouped
 * convolutions, an order slower than its depthwise ones, and not those. Padded explicitly unless told otherwise.
 */
export function groupedDepthwise(builder: GraphBuilder, x: Value, options: DepthwiseOptions): Value {
  const channels = channelsOf(x);
  return convolution(builder, x, {
    kernel: 3,
    padding: 'explicit',
    ...options,
    filters: channels,
    groups: channels,
  });
}

/** Zeros around an image: `before` its first row and column, `after` its last. */
export function zeroPad(builder: GraphBuilder, x: Value, before: number, after: number): Value {
  if (before === 0 && after === 0) return x;
  return builder.pad(x, [
    [0, 0],
    [before, after],
    [before, after],
    [0, 0],
  ]);
}

function windowPadding(padding: ConvolutionPadding, kernel: number): 'SAME' | 'VALID' | number {
  if (padding === 'explicit') return Math.floor(kernel / 2);
  return padding === 'same' ? 'SAME' : 'VALID';
}
