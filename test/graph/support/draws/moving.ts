import fc from 'fast-check';
import { size, channels, image, activation, constant, integers, configuration } from './operands.js';
import type { Draw } from './operands.js';

const paddings = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 8 });

/** Operators that only move elements. */
export const movingDraws: Readonly<Record<string, Draw>> = {
  CONCATENATION: ({ activation: type }) =>
    fc
      .record({
        image,
        axis: fc.integer({ min: -4, max: 3 }),
        sizes: fc.array(size, { minLength: 1, maxLength: 5 }),
      })
      .map(({ image, axis, sizes }) =>
        configuration(
          'CONCATENATION',
          sizes.map((length) => activation([...image].with(axis, length), type)),
          { axis },
        ),
      ),
  DEPTH_TO_SPACE: ({ activation: type }) =>
    fc
      .tuple(image, fc.constantFrom(1, 2, 3))
      .map(([[n, h, w, c], blockSize]) =>
        configuration('DEPTH_TO_SPACE', [activation([n, h, w, c * blockSize ** 2], type)], { blockSize }),
      ),
  EXPAND_DIMS: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: -4, max: 3 }))
      .map(([image, axis]) =>
        configuration('EXPAND_DIMS', [activation(image.slice(1), type), integers([1], [axis])]),
      ),
  GATHER: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: 0, max: 3 }), size)
      .map(([image, axis, count]) =>
        configuration('GATHER', [activation(image, type), constant([count], 'int32')], { axis }),
      ),
  MIRROR_PAD: ({ activation: type }) =>
    fc
      .tuple(image, paddings, fc.constantFrom('REFLECT', 'SYMMETRIC'))
      .map(([image, values, mode]) =>
        configuration('MIRROR_PAD', [activation(image, type), integers([4, 2], values)], { mode }),
      ),
  PACK: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 4 }))
      .map(([image, axis, valuesCount]) =>
        configuration(
          'PACK',
          Array.from({ length: valuesCount }, () => activation(image.slice(1), type)),
          { axis, valuesCount },
        ),
      ),
  PAD: ({ activation: type }) =>
    fc
      .tuple(image, paddings)
      .map(([image, values]) => configuration('PAD', [activation(image, type), integers([4, 2], values)])),
  PADV2: ({ activation: type, weights }) =>
    fc
      .tuple(image, paddings)
      .map(([image, values]) =>
        configuration('PADV2', [activation(image, type), integers([4, 2], values), constant([], weights)]),
      ),
  RESHAPE: ({ activation: type }) =>
    image.map(([n, h, w, c]) =>
      configuration('RESHAPE', [activation([n, h, w, c], type), integers([2], [-1, c])]),
    ),
  SLICE: ({ activation: type }) =>
    fc
      .tuple(image, size, size)
      .map(([[n, h, w, c], begin, length]) =>
        configuration('SLICE', [
          activation([n, h + begin, w, c], type),
          integers([4], [0, begin, 0, 0]),
          integers([4], [-1, Math.min(length, h), -1, c]),
        ]),
      ),
  SPACE_TO_DEPTH: ({ activation: type }) =>
    fc.tuple(image, fc.constantFrom(1, 2, 3)).map(([[n, h, w, c], blockSize]) =>
      configuration('SPACE_TO_DEPTH', [activation([n, h * blockSize, w * blockSize, c], type)], {
        blockSize,
      }),
    ),
  SPLIT: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: -4, max: 3 }), fc.integer({ min: 1, max: 4 }))
      .map(([image, axis, numSplits]) =>
        configuration(
          'SPLIT',
          [integers([], [axis]), activation([...image].with(axis, (image.at(axis) ?? 1) * numSplits), type)],
          { numSplits },
        ),
      ),
  SPLIT_V: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: -4, max: 3 }), fc.array(size, { minLength: 1, maxLength: 4 }))
      .map(([image, axis, sizes]) =>
        configuration(
          'SPLIT_V',
          [
            activation(
              [...image].with(
                axis,
                sizes.reduce((sum, part) => sum + part),
              ),
              type,
            ),
            integers([sizes.length], sizes),
            integers([], [axis]),
          ],
          { numSplits: sizes.length },
        ),
      ),
  SQUEEZE: ({ activation: type }) =>
    fc
      .tuple(size, channels)
      .map(([rows, depth]) =>
        configuration('SQUEEZE', [activation([1, rows, 1, depth], type)], { squeezeDims: [0, 2] }),
      ),
  STRIDED_SLICE: ({ activation: type }) =>
    fc
      .record({
        image,
        begin: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 }),
        end: fc.array(fc.integer({ min: -4, max: 12 }), { minLength: 4, maxLength: 4 }),
        strides: fc.array(fc.constantFrom(1, 1, 2, -1), { minLength: 4, maxLength: 4 }),
        beginMask: fc.integer({ min: 0, max: 15 }),
        endMask: fc.integer({ min: 0, max: 15 }),
        shrinkAxisMask: fc.constantFrom(0, 0, 1, 2, 8),
      })
      .map(({ image, begin, end, strides, ...masks }) =>
        configuration(
          'STRIDED_SLICE',
          [activation(image, type), integers([4], begin), integers([4], end), integers([4], strides)],
          masks,
        ),
      ),
  TILE: ({ activation: type }) =>
    fc
      .tuple(image, fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }))
      .map(([image, multiples]) =>
        configuration('TILE', [activation(image, type), integers([4], multiples)]),
      ),
  TRANSPOSE: ({ activation: type }) =>
    fc
      .tuple(image, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }))
      .map(([image, permutation]) =>
        configuration('TRANSPOSE', [activation(image, type), integers([4], permutation)]),
      ),
  UNPACK: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: 0, max: 3 }))
      .map(([image, axis]) =>
        configuration('UNPACK', [activation(image, type)], { axis, count: image[axis] ?? 1 }),
      ),
};
