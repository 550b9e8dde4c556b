import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Activation } from './activation.js';
import { fusedPart, separatePart } from './activation.js';

/** The sum of two values of equal shape, as residual connections end. */
export function sum(builder: GraphBuilder, a: Value, b: Value, activation: Activation = 'none'): Value {
  const result = builder.add(a, b, { activation: fusedPart(activation) });
  return separatePart(builder, result, activation);
}

/** Joins images along their channels. */
export function concatenate(builder: GraphBuilder, values: readonly Value[]): Value {
  return builder.concatenation(values, { axis: 3 });
}
