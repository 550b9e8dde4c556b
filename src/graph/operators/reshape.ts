import { impossible } from '../errors.js';
import type { Operand } from '../model/configuration.js';
import { elementCount, shapeText } from '../model/shape.js';
import { integers } from './definition/fields.js';
import { int8Version, output, required, valuesOf } from './definition/operator.js';
import { copying } from './families/copying.js';

/** The shape comes from the second input where there is one, else from the attribute; one −1 stands for the rest. */
export const reshape = copying({
  name: 'RESHAPE',
  builtinCode: 22,
  optionsType: 17,
  fields: { newShape: integers(0) },
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'shape', role: 'integers', optional: true },
  ],
  shapeRule(inputs, { newShape }) {
    const { shape, type } = required(inputs, 0);
    const wanted = inputs[1] ? valuesOf(inputs, 1) : newShape;
    return [output(resolve(shape, wanted), type)];
  },
  version: int8Version(1),
});

function resolve(shape: Operand['shape'], wanted: readonly number[]): readonly number[] {
  const elements = elementCount(shape);
  const known = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const free = wanted.filter((size) => size === -1).length;
  const rest = elements / known;
  if (free > 1 || wanted.some((size) => size < -1) || !Number.isInteger(rest) || (free === 0 && rest !== 1)) {
    throw impossible('RESHAPE', `${shapeText(shape)} does not make ${shapeText(wanted)}`);
  }
  return wanted.map((size) => (size === -1 ? rest : size));
}
