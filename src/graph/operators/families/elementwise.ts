import { impossible } from '../../errors.js';
import type { Operand } from '../../model/configuration.js';
import { broadcast, elementCount, shapeText } from '../../model/shape.js';
import type { ElementType } from '../../model/tensor.js';
import {
  activationElements,
  activationFeatures,
  features,
  flag,
  outputElements,
  tensorFeatures,
} from '../definition/features.js';
import type { Fields } from '../definition/fields.js';
import { defineOperator, output, required } from '../definition/operator.js';
import type { OperatorDefinition } from '../definition/operator.js';

type Own<F extends Fields> = Pick<OperatorDefinition<F>, 'name' | 'builtinCode' | 'fields'> &
  Partial<OperatorDefinition<F>>;

/** An operator that makes one output element of each input element. One operation per element, unless told otherwise. */
export function unary<F extends Fields>(own: Own<F>): OperatorDefinition<F> {
  return defineOperator({
    inputs: [{ name: 'input', role: 'activation' }],
    shapeRule: (inputs) => [output(required(inputs, 0).shape, required(inputs, 0).type)],
    flops: outputElements,
    features: features(tensorFeatures),
    ...own,
  });
}

/** Features of an operator of two tensors: sizes, and which of the two is smaller or constant. */
export const binaryFeatures = {
  ...tensorFeatures,
  inputElements: activationElements,
  broadcasts: ({ inputs }: { inputs: readonly (Operand | null)[] }) =>
    flag(size(inputs[0]) !== size(inputs[1])),
  smallerInputElements: ({ inputs }: { inputs: readonly (Operand | null)[] }) =>
    Math.min(size(inputs[0]), size(inputs[1])),
};

/** An operator on two tensors of shapes that broadcast; with the features of its activation where it fuses one. */
export function binary<F extends Fields>(own: Own<F>, resultType?: ElementType): OperatorDefinition<F> {
  return defineOperator({
    inputs: [
      { name: 'input1', role: 'activation' },
      { name: 'input2', role: 'activation' },
    ],
    shapeRule(inputs) {
      const [a, b] = [required(inputs, 0), required(inputs, 1)];
      const shape = broadcast(a.shape, b.shape);
      if (shape === undefined) {
        throw impossible(own.name, `${shapeText(a.shape)} and ${shapeText(b.shape)} do not broadcast`);
      }
      return [output(shape, resultType ?? a.type)];
    },
    flops: outputElements,
    features: features(
      'fusedActivation' in own.fields ? { ...binaryFeatures, ...activationFeatures } : binaryFeatures,
    ),
    ...own,
  });
}

function size(operand: Operand | null | undefined): number {
  return elementCount(operand?.shape ?? []);
}
