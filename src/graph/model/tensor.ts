/** Element types of a tensor, as TFLite's schema names them in lower case. */
export type ElementType =
  | 'float32'
  | 'float16'
  | 'float64'
  | 'int4'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool'
  | 'string'
  | 'complex64'
  | 'complex128'
  | 'resource'
  | 'variant';

/** Dimensions, outermost first (NHWC for images). A dimension not known before run time is {@link dynamicDimension}. */
export type Shape = readonly number[];

/** Stands in a {@link Shape} for a dimension that is only known at run time (`shape_signature` in the file). */
export const dynamicDimension = -1;

/** Affine quantization: real = scale · (stored − zeroPoint), per tensor (one entry) or per channel of `dimension`. */
export interface Quantization {
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  readonly dimension: number;
}

/** A constant that the model's file does not hold itself. */
export interface ExternalData {
  /** The other file, as the model names it. */
  readonly externalFile: string;
}

/**
 * The contents of a constant: bytes in the file's layout; or the promise that they are all zero, which keeps a generated
 * network's hundreds of megabytes of weights out of memory until the file is written; or where they lie.
 */
export type ConstantData = Uint8Array | 'zeros' | ExternalData;

/** A value that flows along the edges of a graph, or a constant (when it has `data`). */
export interface Tensor {
  readonly name: string;
  readonly shape: Shape;
  /**
   * Of a tensor with dimensions that are known only at run time: the sizes that the file stores for them, which the runtime takes until
   * someone resizes the inputs. 1 each where it is absent.
   */
  readonly storedShape?: Shape;
  readonly type: ElementType;
  readonly quantization?: Quantization;
  /**
   * How it is quantized where {@link Quantization} cannot say it: `blocks of 32`, `several axes`, `several axes in blocks of 32`, or
   * `a scheme of its own`.
   */
  readonly quantizedBy?: string;
  readonly data?: ConstantData;
  /** The constant is stored as TFLite's sparse format; `shape` is the dense one. */
  readonly sparse?: boolean;
  /** Kept by the runtime from one run to the next, all zero at first: read by operations without being an input (`is_variable`). */
  readonly variable?: true;
}
