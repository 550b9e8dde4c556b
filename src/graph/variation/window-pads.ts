import { GraphError } from '../errors.js';
import type { Graph } from '../model/graph.js';
import type { Shape, Tensor } from '../model/tensor.js';
import { isVariedWindow } from './constants.js';

/** By the index of a PAD: the convolution that it alone feeds, and its window. */
export type PaddedWindows = ReadonlyMap<number, { readonly index: number; readonly window: Shape }>;

/** Convolutions without padding of their own that a PAD alone feeds, by the index of that PAD, with the window that they have. */
export function windowsByPad({ operations, tensors }: Graph): PaddedWindows {
  const windows = new Map<number, { readonly index: number; readonly window: Shape }>();
  const readersOf = new Map<number, number[]>();
  for (const [index, { inputs }] of operations.entries()) {
    for (const input of inputs) readersOf.set(input, [...(readersOf.get(input) ?? []).slice(0, 1), index]);
  }
  for (const [pad, { operator, outputs }] of operations.entries()) {
    if (operator !== 'PAD') continue;
    const readers = readersOf.get(outputs[0] as number) ?? [];
    const [index] = readers;
    const reader = index === undefined || readers.length > 1 ? undefined : operations[index];
    if (index === undefined || reader === undefined || !/^(DEPTHWISE_)?CONV_2D$/.test(reader.operator))
      continue;
    const window = tensors[reader.inputs[1] as number]?.shape.slice(1, 3) ?? [];
    if (reader.attributes['padding'] === 'VALID' && isVariedWindow(window))
      windows.set(pad, { index, window });
  }
  return windows;
}

/** The paddings of an image for a window of another size, so that as many windows fit as before: half of the difference more on each side. */
export function paddingsFor(paddings: Tensor, window: Shape, kernel: number): Uint8Array {
  if (!(paddings.data instanceof Uint8Array) || paddings.type !== 'int32')
    throw new GraphError('NETWORK_NOT_VARIED', 'PAD computes what others have as constants');
  const { buffer, byteOffset, byteLength } = paddings.data;
  const values = new Int32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  for (const [axis, size] of window.entries()) {
    for (const side of [0, 1]) {
      const at = 2 * (axis + 1) + side;
      values[at] = (values[at] ?? 0) + (kernel - size) / 2;
      if (values[at] < 0) throw new GraphError('NETWORK_NOT_VARIED', `PAD cannot take ${-values[at]} away`);
    }
  }
  return new Uint8Array(values.buffer);
}
