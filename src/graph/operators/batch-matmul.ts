import { impossible } from '../errors.js';
import type { Operand } from '../model/configuration.js';
import { broadcast, dimension, elementCount, shapeText } from '../model/shape.js';
import { features, flag } from './definition/features.js';
import { boolean } from './definition/fields.js';
import { defineOperator, output, required } from './definition/operator.js';
import type { ConfiguredOperation } from './definition/operator.js';

/** Matrix products over the last two dimensions, the ones before them broadcast. */
export const batchMatmul = defineOperator({
  name: 'BATCH_MATMUL',
  builtinCode: 126,
  optionsType: 101,
  fields: { adjointX: boolean(0), adjointY: boolean(1), asymmetricQuantizeInputs: boolean(2) },
  inputs: [
    { name: 'x', role: 'activation' },
    { name: 'y', role: 'activation' },
  ],
  shapeRule(inputs, { adjointX, adjointY }) {
    const [x, y] = [required(inputs, 0), required(inputs, 1)];
    if (x.shape.length < 2 || y.shape.length < 2) {
      throw impossible(
        'BATCH_MATMUL',
        `${shapeText(x.shape)} and ${shapeText(y.shape)} are not both matrices`,
      );
    }
    const [rows, depth] = matrix(x, adjointX);
    const [otherDepth, columns] = matrix(y, adjointY);
    const batches = broadcast(x.shape.slice(0, -2), y.shape.slice(0, -2));
    if (depth !== otherDepth || batches === undefined) {
      throw impossible(
        'BATCH_MATMUL',
        `${shapeText(x.shape)} and ${shapeText(y.shape)} cannot be multiplied`,
      );
    }
    return [output([...batches, rows, columns], x.type)];
  },
  macs,
  flops: (operation) => 2 * macs(operation),
  features: features({
    batches: ({ outputs }) => elementCount(outputs[0]?.shape.slice(0, -2) ?? []),
    rows: ({ outputs }) => dimension(outputs[0]?.shape ?? [], -2),
    columns: ({ outputs }) => dimension(outputs[0]?.shape ?? [], -1),
    depth,
    adjointX: ({ attributes }) => flag(attributes['adjointX'] === true),
    adjointY: ({ attributes }) => flag(attributes['adjointY'] === true),
    constantY: ({ inputs }) => flag(inputs[1]?.constant === true),
    macs,
  }),
});

/** Rows and columns of an operand, seen as it is multiplied. */
function matrix({ shape }: Operand, adjoint: boolean): readonly [number, number] {
  const [rows, columns] = [dimension(shape, -2), dimension(shape, -1)];
  return adjoint ? [columns, rows] : [rows, columns];
}

function depth({ inputs, attributes }: ConfiguredOperation): number {
  return dimension(inputs[0]?.shape ?? [], attributes['adjointX'] === true ? -2 : -1);
}

function macs(operation: ConfiguredOperation): number {
  return elementCount(operation.outputs[0]?.shape ?? []) * depth(operation);
}
