import { impossible } from '../errors.js';
import { shapeText } from '../model/shape.js';
import { integer } from './definition/fields.js';
import { output, required, valuesOf } from './definition/operator.js';
import { copying } from './families/copying.js';

/**
 * Numpy's `x[begin:end:stride, …]`. A bit of `beginMask` or `endMask` leaves that bound open, a bit of `shrinkAxisMask`
 * takes the one element at `begin` and drops the axis. Ellipsis and new axes are refused: they are written as RESHAPE.
 */
export const stridedSlice = copying({
  name: 'STRIDED_SLICE',
  builtinCode: 45,
  optionsType: 32,
  fields: {
    beginMask: integer(0),
    endMask: integer(1),
    ellipsisMask: integer(2),
    newAxisMask: integer(3),
    shrinkAxisMask: integer(4),
  },
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'begin', role: 'integers' },
    { name: 'end', role: 'integers' },
    { name: 'strides', role: 'integers' },
  ],
  shapeRule(inputs, attributes) {
    const { shape, type } = required(inputs, 0);
    if (attributes.ellipsisMask !== 0 || attributes.newAxisMask !== 0) {
      throw impossible('STRIDED_SLICE', 'ellipsisMask and newAxisMask must be 0');
    }
    const [begins, ends, strides] = [valuesOf(inputs, 1), valuesOf(inputs, 2), valuesOf(inputs, 3)];
    if (begins.length > shape.length || ends.length !== begins.length || strides.length !== begins.length) {
      throw impossible(
        'STRIDED_SLICE',
        `begin, end and strides must be of one length, at most ${shape.length}`,
      );
    }
    const kept: number[] = [];
    for (const [axis, length] of shape.entries()) {
      const stride = strides[axis] ?? 1;
      if (stride === 0) throw impossible('STRIDED_SLICE', `the stride of axis ${axis} is 0`);
      if (hasBit(attributes.shrinkAxisMask, axis) && axis < begins.length) {
        const at = begins[axis] ?? 0;
        if (at >= length || at < -length) {
          throw impossible('STRIDED_SLICE', `${shapeText(shape)} has no element ${at} in axis ${axis}`);
        }
        continue;
      }
      const begin = hasBit(attributes.beginMask, axis) ? undefined : begins[axis];
      const end = hasBit(attributes.endMask, axis) ? undefined : ends[axis];
      kept.push(sliceLength(length, begin, end, stride));
    }
    return [output(kept, type)];
  },
  version({ inputs }) {
    if ((inputs[0]?.shape.length ?? 0) > 4) return 4;
    return inputs[0]?.type === 'int8' ? 2 : 1;
  },
});

function hasBit(mask: number, axis: number): boolean {
  return ((mask >> axis) & 1) === 1;
}

function sliceLength(
  length: number,
  begin: number | undefined,
  end: number | undefined,
  stride: number,
): number {
  const lowest = stride > 0 ? 0 : -1;
  const highest = stride > 0 ? length : length - 1;
  const bound = (at: number) => Math.min(Math.max(at < 0 ? at + length : at, lowest), highest);
  const first = begin === undefined ? (stride > 0 ? lowest : highest) : bound(begin);
  const last = end === undefined ? (stride > 0 ? highest : lowest) : bound(end);
  return Math.max(0, Math.ceil((last - first) / stride));
}
