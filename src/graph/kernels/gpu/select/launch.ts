import type { GpuValue } from '../model/gpu-graph.js';

/** Which of the delegate's kernels executes a launch: its class in `common/tasks`, `GPUOperation` where it has none of its own. */
export type KernelImplementation =
  | 'GPUOperation'
  | 'ConvConstants'
  | 'ConvGeneric'
  | 'ConverterToConvWeights'
  | 'ConvolutionTransposed'
  | 'ConvolutionTransposed3x3'
  | 'ConvolutionTransposed3x3Thin'
  | 'ConvolutionTransposed4x4'
  | 'ConvolutionTransposedThin'
  | 'Cumsum'
  | 'DepthwiseConv'
  | 'DepthwiseConv3x3'
  | 'DepthWiseConv3x3StrideH2'
  | 'FullyConnected'
  | 'MeanStdDevNormalization'
  | 'Reduce'
  | 'Resize'
  | 'Softmax1x1'
  | 'Split'
  | 'StridedSlice'
  | 'Winograd36To4x4'
  | 'Winograd36To4x4Tile4x1'
  | 'Winograd4x4To36'
  | 'Winograd4x4To36TileX6';

/** One launch on the GPU before others are linked to it, and with them after that (`GpuNode` in common/gpu_model.h). */
export interface Launch {
  /** The delegate's names of what it executes, the kernel's own first, then what is linked to it. */
  readonly types: string[];
  /** The numbers of the delegate's nodes beside {@link types}; −1 where the delegate tells none. */
  readonly nodeIds: number[];
  /** TFLite's operations, the one that gives the kernel its name first. */
  readonly operationIndices: number[];
  readonly implementation: KernelImplementation;
  /** Values that it reads; constants are not among them, unless a node holds them. */
  inputs: readonly GpuValue[];
  outputs: readonly GpuValue[];
  /** It works element by element and can be linked to the launch that writes its first input. */
  readonly linkable: boolean;
  /** Values that it reads element by element, 1 or 2: two where nothing is broadcast. */
  readonly elementwiseInputs: number;
  /** Where it stands among all launches before they are linked. */
  readonly position: number;
  /** It has become part of another one. */
  isLinked: boolean;
}
