import { dynamicDimension } from '../model/tensor.js';
import { defineOperator, output, required } from './definition/operator.js';

/** The coordinates of true elements. How many there are shows only at run time. */
export const where = defineOperator({
  name: 'WHERE',
  builtinCode: 109,
  optionsType: 85,
  fields: {},
  inputs: [{ name: 'condition', role: 'activation' }],
  shapeRule: (inputs) => [output([dynamicDimension, required(inputs, 0).shape.length], 'int64')],
  flops: () => 0,
  version: () => 1,
  features: [],
});
