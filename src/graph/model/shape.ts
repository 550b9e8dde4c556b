import { bytesPerElement } from './element-types.js';
import type { ElementType, Shape, Tensor } from './tensor.js';

/** Number of elements; a dimension known only at run time counts as 1, as the runtime sizes it until someone resizes it. */
export function elementCount(shape: Shape): number {
  let count = 1;
  for (let axis = 0; axis < shape.length; axis++) {
    const size = shape[axis] as number;
    if (size >= 0) count *= size;
  }
  return count;
}

/** A tensor's shape as the runtime has it until someone resizes the inputs: what is known only at run time is as the file stores it. */
export function runtimeShape({ shape, storedShape }: Pick<Tensor, 'shape' | 'storedShape'>): Shape {
  if (storedShape !== undefined) return storedShape;
  for (let axis = 0; axis < shape.length; axis++) {
    if ((shape[axis] as number) < 0) return shape.map((size) => (size < 0 ? 1 : size));
  }
  return shape;
}

/** Bytes of a dense tensor. */
export function byteSize(tensor: { readonly shape: Shape; readonly type: ElementType }): number {
  return Math.ceil(elementCount(tensor.shape) * bytesPerElement(tensor.type));
}

/** A dimension of a shape, counted from the end when negative; 1 where the shape has no such dimension. */
export function dimension(shape: Shape, index: number): number {
  const size = shape[index < 0 ? shape.length + index : index] ?? 1;
  return size < 0 ? 1 : size;
}

/** Rounds up to a multiple: channels as a kernel that works on `multiple` of them at once sees them. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

/** The shape of an elementwise operation on both (numpy's rules, which TFLite follows); `undefined` if there is none. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = rank; i > 0; i--) {
    const sizeA = a[a.length - i] ?? 1;
    const sizeB = b[b.length - i] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) return undefined;
    shape.push(sizeA === 1 ? sizeB : sizeA);
  }
  return shape;
}

/** An axis counted from the front; `undefined` when the rank has no such axis. */
export function normalAxis(axis: number, rank: number): number | undefined {
  const normal = axis < 0 ? axis + rank : axis;
  return Number.isInteger(normal) && normal >= 0 && normal < rank ? normal : undefined;
}

/** A shape as people write it: `1x224x224x3`. */
export function shapeText(shape: Shape): string {
  return shape.length === 0 ? 'scalar' : shape.map((size) => (size < 0 ? '?' : String(size))).join('x');
}
