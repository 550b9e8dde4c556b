import type { GraphBuilder, Value } from '../../builder/graph-builder.js';

/** One NHWC image as tokens of its windows: `[windows, window², channels]`. */
export function splitWindows(builder: GraphBuilder, image: Value, window: number): Value {
  const [, height = 1, width = 1, channels = 1] = image.shape;
  const [rows, columns] = [height / window, width / window];
  const grid = builder.reshape(image, [rows, window, columns, window, channels]);
  const sorted = builder.transpose(grid, [0, 2, 1, 3, 4]);
  return builder.reshape(sorted, [rows * columns, window * window, channels]);
}

/** {@link splitWindows} undone, for a square image of `size` pixels. */
export function joinWindows(builder: GraphBuilder, windows: Value, size: number): Value {
  const [, tokens = 1, channels = 1] = windows.shape;
  const window = Math.sqrt(tokens);
  const count = size / window;
  const grid = builder.reshape(windows, [count, count, window, window, channels]);
  return builder.reshape(builder.transpose(grid, [0, 2, 1, 3, 4]), [1, size, size, channels]);
}

/**
 * Moves rows up and columns left by `shift`, those that leave entering at the other end: for each axis two SLICEs and a
 * CONCATENATION, to which the converter reduces a roll.
 */
export function roll(builder: GraphBuilder, image: Value, shift: number): Value {
  if (shift === 0) return image;
  return [1, 2].reduce((x, axis) => rollAxis(builder, x, axis, shift), image);
}

function rollAxis(builder: GraphBuilder, x: Value, axis: number, shift: number): Value {
  const length = x.shape[axis] ?? 1;
  const first = (shift + length) % length;
  const part = (begin: number, size: number) =>
    builder.apply('SLICE', [
      x,
      builder.integers(
        [4],
        x.shape.map((_, i) => (i === axis ? begin : 0)),
      ),
      builder.integers(
        [4],
        x.shape.map((whole, i) => (i === axis ? size : whole)),
      ),
    ]);
  return builder.concatenation([part(first, length - first), part(0, first)], { axis });
}
