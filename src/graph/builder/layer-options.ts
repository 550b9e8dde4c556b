import type { Precision } from '../model/precision.js';
import type { FusedActivation } from '../operators/definition/fields.js';

export interface GraphBuilderOptions {
  /** `float32` if left out. */
  readonly precision?: Precision;
}

/** Height and width, or one number for both. */
export type Size2d = number | readonly [height: number, width: number];

/** SAME, VALID, or pixels on every side: a PAD of zeros (unless 0) in front of a VALID window. */
export type WindowPadding = 'SAME' | 'VALID' | number;

export interface FusedOptions {
  /** Applied to the result by the same operation; `NONE` if left out. */
  readonly activation?: FusedActivation;
}

export interface WindowOptions extends FusedOptions {
  readonly kernel: Size2d;
  /** 1 if left out, for convolutions; the kernel, for pools. */
  readonly stride?: Size2d;
  /** SAME if left out, for convolutions; VALID, for pools. */
  readonly padding?: WindowPadding;
}

export interface Conv2dOptions extends WindowOptions {
  /** Output channels. */
  readonly filters: number;
  /** 1 if left out. */
  readonly groups?: number;
  /** 1 if left out. */
  readonly dilation?: Size2d;
}

export interface DepthwiseConv2dOptions extends WindowOptions {
  /** Filters per channel; 1 if left out. */
  readonly multiplier?: number;
  /** 1 if left out. */
  readonly dilation?: Size2d;
}

export interface FullyConnectedOptions extends FusedOptions {
  readonly units: number;
  /** True if left out. */
  readonly bias?: boolean;
  /** Keeps all dimensions but the last; else the result is rows × units. False if left out. */
  readonly keepDims?: boolean;
}

export interface ReductionOptions {
  readonly axes: readonly number[];
  /** False if left out. */
  readonly keepDims?: boolean;
}

export interface StridedSliceOptions {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  /** 1 in each axis if left out. */
  readonly strides?: readonly number[];
  readonly beginMask?: number;
  readonly endMask?: number;
  readonly shrinkAxisMask?: number;
}

export interface ResizeOptions {
  readonly height: number;
  readonly width: number;
  readonly alignCorners?: boolean;
  readonly halfPixelCenters?: boolean;
}

/** Activations that are operations of their own. */
export type ActivationKind =
  | 'RELU'
  | 'RELU6'
  | 'RELU_N1_TO_1'
  | 'HARD_SWISH'
  | 'LOGISTIC'
  | 'TANH'
  | 'ELU'
  | 'GELU'
  | 'LEAKY_RELU'
  | 'PRELU';
