import { impossible } from '../../errors.js';
import { elementCount, normalAxis, shapeText } from '../../model/shape.js';
import { activationElements, features, flag, tensorFeatures } from '../definition/features.js';
import { boolean } from '../definition/fields.js';
import { defineOperator, output, required, valuesOf } from '../definition/operator.js';
import type { OperatorDefinition } from '../definition/operator.js';

const fields = { keepDims: boolean(0) };

type Own = Pick<OperatorDefinition<typeof fields>, 'name' | 'builtinCode'> &
  Partial<OperatorDefinition<typeof fields>>;

/** Operators that reduce some axes to one number (MEAN, SUM, REDUCE_MAX, …): one operation per input element. */
export function reduction(own: Own): OperatorDefinition<typeof fields> {
  return defineOperator({
    optionsType: 27,
    fields,
    inputs: [
      { name: 'input', role: 'activation' },
      { name: 'axes', role: 'integers' },
    ],
    shapeRule(inputs, { keepDims }) {
      const { shape, type } = required(inputs, 0);
      const axes = new Set<number>();
      for (const axis of valuesOf(inputs, 1)) {
        const normal = normalAxis(axis, shape.length);
        if (normal === undefined) throw impossible(own.name, `${shapeText(shape)} has no axis ${axis}`);
        axes.add(normal);
      }
      const kept = keepDims
        ? shape.map((size, axis) => (axes.has(axis) ? 1 : size))
        : shape.filter((_, axis) => !axes.has(axis));
      return [output(kept, type)];
    },
    flops: activationElements,
    features: features({
      ...tensorFeatures,
      inputElements: activationElements,
      elementsPerOutput: (operation) =>
        activationElements(operation) / Math.max(1, elementCount(operation.outputs[0]?.shape ?? [])),
      reducesChannels: ({ inputs }) => {
        const rank = inputs[0]?.shape.length ?? 0;
        return flag((inputs[1]?.values ?? []).some((axis) => normalAxis(axis, rank) === rank - 1));
      },
    }),
    ...own,
  });
}
