/** What a runtime executes as one, whichever of its backends does: a kernel with the operations whose work it does. */
export interface Kernel {
  /** What the runtime calls it; several that only one operation calls for are joined by ` + `. */
  readonly kernel: string;
  /** The operations that it executes, the one that it is named for first. */
  readonly operations: readonly string[];
  /** Indices of these operations in the graph. */
  readonly operationIndices: readonly number[];
}

/** Activations that are a clamp of the result. */
export type ClampActivation = 'RELU' | 'RELU6' | 'RELU_N1_TO_1';

/** A kernel on the CPU: TFLite's own for an operation, or XNNPACK's. */
export interface CpuKernel extends Kernel {
  readonly by: 'builtin' | 'xnnpack';
  /** The part of the graph that a delegate executes as a whole, from 0; only of a delegate's kernels. */
  readonly part?: number;
  /** The activation that it took over from an operation after it. */
  readonly activation?: ClampActivation;
}

/** An operation that no kernel is run for in an inference. */
export interface AbsentOperation {
  readonly operationIndex: number;
  /** `fused`: the kernel of another operation does its work; `folded`: it is done once, when the model is loaded. */
  readonly reason: 'fused' | 'folded';
  /** The operation whose kernel does the work, where it is fused. */
  readonly into?: number;
}

/** A network as the CPU executes it. Every operation is named by one kernel or is absent. */
export interface CpuCut {
  /** In the order of the operations that name them. */
  readonly kernels: readonly CpuKernel[];
  readonly absent: readonly AbsentOperation[];
}
