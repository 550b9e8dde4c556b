import type { Operation } from '../../model/graph.js';
import type { Tensor } from '../../model/tensor.js';

/** An operation as a rule of the delegate sees it. */
export interface DelegationView {
  readonly operation: Operation;
  /** `undefined` where an optional input is left out. */
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly Tensor[];
  /** Whether an input's values are there when the model is loaded. */
  readonly isConstant: (position: number) => boolean;
}
