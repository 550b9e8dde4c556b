import { impossible } from '../../errors.js';
import { dimension, shapeText } from '../../model/shape.js';
import { features, flag, imageFeatures } from '../definition/features.js';
import { boolean } from '../definition/fields.js';
import { defineOperator, output, required, valuesOf } from '../definition/operator.js';
import type { ConfiguredOperation } from '../definition/operator.js';

interface Own {
  readonly name: string;
  readonly builtinCode: number;
  readonly optionsType: number;
  /** Slots of the two attributes in the options: the bilinear one keeps two deprecated fields in front. */
  readonly firstSlot: number;
  /** Whether `alignCorners` alone asks for version 3 (op_version.cc differs between the two). */
  readonly alignCornersIsVersion3: boolean;
  readonly flops: (operation: ConfiguredOperation) => number;
}

/** RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR: the second input holds the height and the width to reach. */
export function resizing({ name, builtinCode, optionsType, firstSlot, alignCornersIsVersion3, flops }: Own) {
  return defineOperator({
    name,
    builtinCode,
    optionsType,
    fields: { alignCorners: boolean(firstSlot), halfPixelCenters: boolean(firstSlot + 1) },
    inputs: [
      { name: 'input', role: 'activation' },
      { name: 'size', role: 'integers' },
    ],
    outputQuantization: 'input',
    shapeRule(inputs, { alignCorners, halfPixelCenters }) {
      const { shape, type } = required(inputs, 0);
      const [height = 0, width = 0] = valuesOf(inputs, 1);
      if (shape.length !== 4) throw impossible(name, `needs an NHWC input, not ${shapeText(shape)}`);
      if (height < 1 || width < 1) throw impossible(name, `cannot resize to ${height}x${width}`);
      if (alignCorners && halfPixelCenters) {
        throw impossible(name, 'alignCorners and halfPixelCenters exclude each other');
      }
      return [output([dimension(shape, 0), height, width, dimension(shape, 3)], type)];
    },
    flops,
    version({ inputs, attributes }) {
      if (attributes.halfPixelCenters || (alignCornersIsVersion3 && attributes.alignCorners)) return 3;
      return inputs[0]?.type === 'int8' ? 2 : 1;
    },
    features: features({
      ...imageFeatures(),
      alignCorners: ({ attributes }) => flag(attributes['alignCorners'] === true),
      halfPixelCenters: ({ attributes }) => flag(attributes['halfPixelCenters'] === true),
    }),
  });
}
