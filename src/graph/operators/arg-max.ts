import { impossible } from '../errors.js';
import { elementTypes } from '../model/element-types.js';
import { normalAxis, shapeText } from '../model/shape.js';
import { activationElements, features, tensorFeatures } from './definition/features.js';
import { oneOf } from './definition/fields.js';
import { defineOperator, output, required, valuesOf } from './definition/operator.js';

const [first = 'float32', ...others] = elementTypes;

/** Where the largest element of an axis is; `outputType` is int32 or int64. */
export const argMax = defineOperator({
  name: 'ARG_MAX',
  builtinCode: 56,
  optionsType: 40,
  fields: { outputType: oneOf(0, [first, ...others]) },
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'axis', role: 'integers' },
  ],
  shapeRule(inputs, { outputType }) {
    const { shape } = required(inputs, 0);
    const [given = 0] = valuesOf(inputs, 1);
    const axis = normalAxis(given, shape.length);
    if (axis === undefined) throw impossible('ARG_MAX', `${shapeText(shape)} has no axis ${given}`);
    if (outputType !== 'int32' && outputType !== 'int64') {
      throw impossible('ARG_MAX', `outputType must be int32 or int64, not ${outputType}`);
    }
    return [
      output(
        shape.filter((_, index) => index !== axis),
        outputType,
      ),
    ];
  },
  flops: activationElements,
  features: features({ ...tensorFeatures, inputElements: activationElements }),
});
