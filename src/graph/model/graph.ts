import type { Tensor } from './tensor.js';

/** An attribute of an operation: a number, a name (`SAME`, `RELU6`), a truth value or a list of integers. */
export type AttributeValue = number | string | boolean | readonly number[];

/** Attributes by name, in camel case (`strideHeight`, `fusedActivation`). Which there are is the operator's own. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * What an operation executes a subgraph as: WHILE its condition and body, IF one of `then` and `else`, CALL_ONCE its
 * initialisation, a composite its decomposition; what SORT or REDUCE execute for each element is a computation.
 */
export type CallRole =
  | 'condition'
  | 'body'
  | 'then'
  | 'else'
  | 'branch'
  | 'initialisation'
  | 'decomposition'
  | 'callee'
  | 'computation';

/** A subgraph that an operation executes. */
export interface Call {
  readonly role: CallRole;
  /** Its index in the file; the first graph has the index 0. */
  readonly subgraph: number;
}

/**
 * A node of an inference graph. `operator` is TFLite's own name (`CONV_2D`), also where this program has no definition of it; one
 * that came after the schema it knows is `UNKNOWN_<builtin code>`, a custom one `CUSTOM:<name>`. Without a definition there are no
 * attributes.
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
  /** Subgraphs that it executes; absent for all but control flow and composites. */
  readonly calls?: readonly Call[];
}

/** An inference graph: operations in execution order over a table of tensors. Immutable. */
export interface Graph {
  readonly name: string;
  readonly tensors: readonly Tensor[];
  readonly operations: readonly Operation[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Key of the signature that executes it, where its file has one. */
  readonly signature?: string;
  /**
   * The further subgraphs of the file whose first graph this is, from index 1 on: called by its operations, or executed by
   * signatures of their own. No chain of calls leads back to where it began. Absent in every other graph.
   */
  readonly others?: readonly Graph[];
}
