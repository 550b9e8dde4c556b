import { impossible } from '../errors.js';
import { shapeText } from '../model/shape.js';
import { activationElements, features, flag, tensorFeatures } from './definition/features.js';
import { output, required, valuesOf } from './definition/operator.js';
import { copying } from './families/copying.js';

export const transpose = copying({
  name: 'TRANSPOSE',
  builtinCode: 39,
  optionsType: 26,
  fields: {},
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'permutation', role: 'integers' },
  ],
  shapeRule(inputs) {
    const { shape, type } = required(inputs, 0);
    const permutation = valuesOf(inputs, 1);
    const each = new Set(permutation);
    if (permutation.length !== shape.length || !shape.every((_, axis) => each.has(axis))) {
      throw impossible(
        'TRANSPOSE',
        `[${permutation.join(', ')}] is no order of the axes of ${shapeText(shape)}`,
      );
    }
    return [
      output(
        permutation.map((axis) => shape[axis] ?? 1),
        type,
      ),
    ];
  },
  version({ inputs }) {
    const rank = inputs[0]?.shape.length ?? 0;
    if (rank > 5) return 6;
    if (rank > 4) return 4;
    return inputs[0]?.type === 'int8' ? 2 : 1;
  },
  features: features({
    ...tensorFeatures,
    inputElements: activationElements,
    movesChannels: ({ inputs }) => {
      const permutation = inputs[1]?.values ?? [];
      return flag(permutation.at(-1) !== permutation.length - 1);
    },
  }),
});
