import type { ConstantData, ElementType, Quantization, Shape } from '../model/tensor.js';

/** A tensor of the graph under construction. Opaque: only the builder that made it can use it. */
export interface Value {
  readonly shape: Shape;
  readonly type: ElementType;
}

/** A tensor whose name and quantization may still be missing: they follow from the operation that reads it. */
export interface TensorDraft extends Value {
  name: string;
  quantization?: Quantization | undefined;
  readonly data?: ConstantData;
  readonly variable?: true;
  /** Values of an integer constant. */
  readonly values?: readonly number[];
  /** Made at start-up from a constant stored otherwise (float16 weights): constant for whoever reads it. */
  readonly madeOfConstant?: true;
}
