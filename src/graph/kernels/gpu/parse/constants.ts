import { elementCount } from '../../../model/shape.js';
import type { Tensor } from '../../../model/tensor.js';

/** The integers of a constant of int32 or int64; `undefined` for anything else. */
export function constantIntegers({ data, shape, type }: Tensor): readonly number[] | undefined {
  const count = elementCount(shape);
  if (data === 'zeros') return new Array<number>(count).fill(0);
  if (!(data instanceof Uint8Array)) return undefined;
  const width = type === 'int32' ? 4 : type === 'int64' ? 8 : 0;
  if (width === 0 || !(data instanceof Uint8Array) || data.byteLength < count * width) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const integers = new Array<number>(count);
  for (let i = 0; i < count; i++) integers[i] = view.getInt32(i * width, true);
  return integers;
}

/** Whether every number that a constant stands for is zero. */
export function isAllZero({ data, type, quantization }: Tensor): boolean {
  if (data === 'zeros') return true;
  if (!(data instanceof Uint8Array)) return false;
  if (type === 'int8' || type === 'uint8') {
    const zero = (quantization?.zeroPoints[0] ?? 0) & 0xff;
    return data.every((byte) => byte === zero);
  }
  const width = type === 'float16' ? 2 : 4;
  // Both zeros of floating point are zero: only the sign, the last byte's first bit, may differ.
  return data.every(
    (byte, index) => byte === 0 || (byte === 0x80 && type !== 'int32' && index % width === width - 1),
  );
}
