/** Sizes of an operation, as features of GPU kernels are made of them. Absent where they mean nothing for the operation. */
export interface OperationSizes {
  /** Side of the square input map, explicit padding included; pixels. */
  readonly inputSide?: number;
  readonly inputChannels?: number;
  /** Side of the square output map, pixels; of MEAN its channels. */
  readonly outputSide?: number;
  readonly stride?: number;
  /** Side of the window, pixels; of CONCATENATION the number of inputs; of MEAN 1 where dimensions are kept. */
  readonly kernel?: number;
  /** Output channels; of DEPTHWISE_CONV_2D the multiplier. */
  readonly filters?: number;
  readonly groups?: number;
  readonly flops?: number;
}
