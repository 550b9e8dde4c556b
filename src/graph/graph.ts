import type { Tensor } from './tensor.js';

/** An attribute of an operation: a number, a name (`SAME`, `RELU6`), a truth value or a list of integers. */
export type AttributeValue = number | string | boolean | readonly number[];

/** Attributes by name, in camel case (`strideHeight`, `fusedActivation`). Which there are is the operator's own. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * A node of an inference graph. `operator` is TFLite's own name (`CONV_2D`); an operator that this program does not know
 * is `UNKNOWN_<builtin code>`, a custom one `CUSTOM:<name>`, and both have no attributes.
 */
export interface Operation {
  readonly operator: string;
  readonly attributes: Attributes;
  /** Tensor indices in TFLite's order; −1 where an optional input is left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The operator's version in the file; what this program builds has the lowest one that can execute it. */
  readonly version?: number;
  /** Of a custom operation: its options, in the operation's own layout. */
  readonly customOptions?: Uint8Array;
}

/** An inference graph: operations in execution order over a table of tensors. Immutable. */
export interface Graph {
  readonly name: string;
  readonly tensors: readonly Tensor[];
  readonly operations: readonly Operation[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}
