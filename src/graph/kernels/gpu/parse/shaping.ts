import type { SliceBounds } from '../model/attributes.js';
import type { ValueShape } from '../model/value-shape.js';
import { axisOfIndex } from '../model/value-shape.js';
import type { OperationReader } from './operation-reader.js';
import { convolutionWindow } from './windows.js';

/** PAD, PADV2 and MIRROR_PAD. Of three pairs the delegate takes the batch's padding to be 1, before and after. */
export function parsePad(reader: OperationReader): void {
  const node = reader.newNode('pad');
  reader.addInput(node, 0);
  reader.addOutputs(node);
  const amounts = reader.integers(1);
  const [top = 0, bottom = 0, left = 0, right = 0, front = 0, back = 0] =
    amounts.length === 6 ? amounts : amounts.slice(2);
  const [first = 0, last = 0] = amounts.length === 6 ? [1, 1] : amounts;
  node.pad = {
    before: { batch: first, height: top, width: left, channels: front },
    after: { batch: last, height: bottom, width: right, channels: back },
    reflects: reader.operation.operator === 'MIRROR_PAD',
  };
}

/** MAX_POOL_2D, AVERAGE_POOL_2D and MediaPipe's MaxPoolingWithArgmax2D, whose second output is where the maxima were. */
export function parsePool(reader: OperationReader): void {
  const node = reader.newNode('pooling_2d');
  const { shape } = reader.addInput(node, 0);
  reader.addOutput(node, 0);
  reader.fuseActivation(node);
  if (reader.operation.outputs.length > 1) reader.addOutput(node, 1);
  const kernel = {
    output: shape.channels,
    height: Math.max(1, reader.number('filterHeight')),
    width: Math.max(1, reader.number('filterWidth')),
    input: shape.channels,
  };
  node.window = convolutionWindow(reader, shape, kernel, 1);
}

/** SLICE: sizes of −1 reach to the end. */
export function parseSlice(reader: OperationReader): void {
  const node = reader.newNode('slice');
  reader.addOutputs(node);
  const { shape } = reader.addInput(node, 0);
  const rank = reader.shapeOfInput(0).length;
  const [starts, sizes] = [reader.integers(1), reader.integers(2)];
  if (starts.length !== sizes.length) reader.fail('Starts amount != sizes amount.');
  if (starts.length > rank || starts.length < 3) {
    reader.fail('Slicing is supported for 3 or 4 dimensional tensors only.');
  }
  const whole = { batch: shape.batch, height: shape.height, width: shape.width, channels: shape.channels };
  const start = onAxes(starts, rank, { batch: 0, height: 0, width: 0, channels: 0 });
  const size = onAxes(sizes, rank, whole);
  const end = mapShapes(start, size, (from, length, along) =>
    fromEnd(length === -1 ? shape[along] : from + length, shape[along]),
  );
  node.bounds = checked(reader, { start, end, stride: ones });
}

/** STRIDED_SLICE with open bounds; the three numbers of a three-dimensional one are read as rows, columns and channels. */
export function parseStridedSlice(reader: OperationReader): void {
  const node = reader.newNode('slice');
  reader.addOutputs(node);
  const { shape } = reader.addInput(node, 0);
  const [starts, ends, strides] = [reader.integers(1), reader.integers(2), reader.integers(3)];
  if (starts.length !== 3 && starts.length !== 4) {
    reader.fail('Slicing is supported for 3 or 4 dimensional tensors only.');
  }
  const withBatch = starts.length === 4;
  const beginMask = withBatch ? reader.number('beginMask') : reader.number('beginMask') << 1;
  const endMask = withBatch ? reader.number('endMask') : reader.number('endMask') << 1;
  const bit = { batch: 1, height: 2, width: 4, channels: 8 };
  const start = mapShapes(rowsFirst(starts, 0), shape, (from, size, along) =>
    beginMask & bit[along] ? 0 : fromEnd(from, size),
  );
  const end = mapShapes(rowsFirst(ends, 0), shape, (to, size, along) =>
    endMask & bit[along] ? size : fromEnd(to, size),
  );
  const stride = rowsFirst(strides, 1);
  const bounds = withBatch
    ? { start, end, stride }
    : { start: { ...start, batch: 0 }, end: { ...end, batch: shape.batch }, stride };
  for (const along of alongs) {
    if (stride[along] === 0) reader.fail('stride values must be non-zero');
    if (stride[along] < 0) reader.fail('Reverse slices are not supported.');
  }
  node.bounds = checked(reader, bounds);
}

/** GATHER with indices that are constant or of run time. */
export function parseGather(reader: OperationReader): void {
  const node = reader.newNode('gather');
  if (axisOfIndex(reader.shapeOfInput(0).length, reader.number('axis')) === undefined) {
    reader.fail('Index for axis out of range');
  }
  reader.addInput(node, 0);
  if (!reader.isConstant(1)) reader.addInput(node, 1);
  reader.addOutputs(node);
}

const alongs = ['batch', 'height', 'width', 'channels'] as const;
const mismatches = {
  batch: "Output batch don't match",
  height: "Output height doesn't match",
  width: "Output width doesn't match",
  channels: "Output channels don't match",
};
const ones: ValueShape = { batch: 1, height: 1, width: 1, channels: 1 };

function checked(reader: OperationReader, bounds: SliceBounds): SliceBounds {
  const { start, end, stride } = bounds;
  const output = reader.outputShape(0);
  for (const along of alongs) {
    const size = Math.trunc((end[along] - start[along] + stride[along] - 1) / stride[along]);
    if (size !== output[along]) reader.fail(mismatches[along]);
  }
  return bounds;
}

function fromEnd(position: number, size: number): number {
  return position < 0 ? position + size : position;
}

function mapShapes(
  a: ValueShape,
  b: ValueShape,
  map: (a: number, b: number, along: keyof ValueShape) => number,
): ValueShape {
  return {
    batch: map(a.batch, b.batch, 'batch'),
    height: map(a.height, b.height, 'height'),
    width: map(a.width, b.width, 'width'),
    channels: map(a.channels, b.channels, 'channels'),
  };
}

/** Numbers of a SLICE's dimensions: of four-dimensional values rows, columns and channels are told first, of others all. */
function onAxes(numbers: readonly number[], rank: number, otherwise: ValueShape): ValueShape {
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  if (numbers.length === 4) return { batch: a, height: b, width: c, channels: d };
  if (rank === 4) return { ...otherwise, height: a, width: b, channels: c };
  return { ...otherwise, batch: a, width: b, channels: c };
}

function rowsFirst(numbers: readonly number[], batch: number): ValueShape {
  const [a = 0, b = 0, c = 0, d = 0] = numbers.length === 4 ? numbers : [batch, ...numbers];
  return { batch: a, height: b, width: c, channels: d };
}
