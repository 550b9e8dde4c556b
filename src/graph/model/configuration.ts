import type { Attributes } from './graph.js';
import type { ElementType, Shape } from './tensor.js';

/** What an operation reads: a value of another operation, or (`constant`) weights, biases, paddings, axes. */
export interface Operand {
  readonly shape: Shape;
  readonly type: ElementType;
  readonly constant: boolean;
  /** The values of a small integer constant that decides the output's shape (paddings, axes, sizes), flattened. */
  readonly values?: readonly number[];
  /** How it is quantized, where that is neither per tensor nor per channel: `blocks of 32`, as its tensor says. */
  readonly quantizedBy?: string;
}

/**
 * An operation with concrete shapes and precision: the unit of profiling. Two operations with equal configurations are the
 * same work for the runtime, in whatever network they stand. Plain JSON, so that it can be hashed, stored and queued.
 */
export interface OperationConfiguration {
  readonly operator: string;
  readonly attributes: Attributes;
  /** In TFLite's order; `null` where an optional input is left out. */
  readonly inputs: readonly (Operand | null)[];
}
