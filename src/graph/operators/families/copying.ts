import { activationElements, features, tensorFeatures } from '../definition/features.js';
import type { Fields } from '../definition/fields.js';
import { defineOperator } from '../definition/operator.js';
import type { OperatorDefinition } from '../definition/operator.js';

type Own<F extends Fields> = Pick<
  OperatorDefinition<F>,
  'name' | 'builtinCode' | 'fields' | 'inputs' | 'shapeRule'
> &
  Partial<OperatorDefinition<F>>;

/** Operators that only move elements: no arithmetic, and int8 outputs keep the scale of the input. */
export function copying<F extends Fields>(own: Own<F>): OperatorDefinition<F> {
  return defineOperator({
    outputQuantization: 'input',
    flops: () => 0,
    features: features({ ...tensorFeatures, inputElements: activationElements }),
    ...own,
  });
}
