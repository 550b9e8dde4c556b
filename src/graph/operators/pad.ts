import { impossible } from '../errors.js';
import type { Operand } from '../model/configuration.js';
import { shapeText } from '../model/shape.js';
import { output, required, valuesOf } from './definition/operator.js';
import type { ConfiguredOperation } from './definition/operator.js';
import { copying } from './families/copying.js';

export const pad = copying({
  name: 'PAD',
  builtinCode: 34,
  optionsType: 22,
  fields: {},
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'paddings', role: 'integers' },
  ],
  shapeRule: (inputs) => paddedShape('PAD', inputs),
  version: padVersion,
});

/** The shape rule of the PAD family: `paddings` are rank × 2, before and after each axis. */
export function paddedShape(operator: string, inputs: readonly (Operand | null)[]): readonly Operand[] {
  const { shape, type } = required(inputs, 0);
  const paddings = valuesOf(inputs, 1);
  if (paddings.length !== 2 * shape.length || paddings.some((padding) => padding < 0)) {
    throw impossible(operator, `${shapeText(shape)} needs ${2 * shape.length} paddings, none negative`);
  }
  return [
    output(
      shape.map((size, i) => size + (paddings[2 * i] ?? 0) + (paddings[2 * i + 1] ?? 0)),
      type,
    ),
  ];
}

/** Version 4 beyond 4 dimensions, else 2 for int8. */
export function padVersion({ inputs }: ConfiguredOperation): number {
  if ((inputs[0]?.shape.length ?? 0) > 4) return 4;
  return inputs[0]?.type === 'int8' ? 2 : 1;
}
