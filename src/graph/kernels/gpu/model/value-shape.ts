import type { Shape } from '../../../model/tensor.js';

/** Batch, height, width and channels of a value: all shapes that the delegate knows. */
export interface ValueShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** An axis of a {@link ValueShape}; a bit each, so that sets of axes are numbers. */
export const axes = { batch: 1, height: 2, width: 4, channels: 8 } as const;

/** One bit of {@link axes}. */
export type Axis = (typeof axes)[keyof typeof axes];

const axesByRank: readonly (readonly Axis[])[] = [
  [],
  [axes.batch],
  [axes.batch, axes.channels],
  [axes.batch, axes.width, axes.channels],
  [axes.batch, axes.height, axes.width, axes.channels],
];

/**
 * A tensor's shape with missing dimensions as 1, in the places that the delegate gives them (`ExtractTensorShape`): one
 * dimension is the batch, two are batch and channels, three batch, width and channels. `undefined` for any other rank.
 */
export function valueShape(shape: Shape): ValueShape | undefined {
  const [a = 1, b = 1, c = 1, d = 1] = shape;
  switch (shape.length) {
    case 1:
      return { batch: a, height: 1, width: 1, channels: 1 };
    case 2:
      return { batch: a, height: 1, width: 1, channels: b };
    case 3:
      return { batch: a, height: 1, width: b, channels: c };
    case 4:
      return { batch: a, height: b, width: c, channels: d };
    default:
      return undefined;
  }
}

/** The axis that an index of a tensor's dimensions means (`ExtractAxisFromIndex`); negative ones count from the end. */
export function axisOfIndex(rank: number, index: number): Axis | undefined {
  return axesByRank[rank]?.[index < 0 ? index + rank : index];
}

/** Whether two shapes are equal. */
export function sameShape(a: ValueShape, b: ValueShape): boolean {
  return a.channels === b.channels && a.width === b.width && a.height === b.height && a.batch === b.batch;
}

/** The shape with another size along each axis of a set. */
export function withSize(shape: ValueShape, axisSet: number, size: number): ValueShape {
  return {
    batch: axisSet & axes.batch ? size : shape.batch,
    height: axisSet & axes.height ? size : shape.height,
    width: axisSet & axes.width ? size : shape.width,
    channels: axisSet & axes.channels ? size : shape.channels,
  };
}
