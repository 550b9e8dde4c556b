import type { Builder, Offset } from 'flatbuffers';
import { GraphError } from '../errors.js';
import { byteSize } from '../model/shape.js';
import type { ConstantData, Tensor } from '../model/tensor.js';
import { constantAlignment, schema } from './schema.js';

/** Constant data of a model: what each buffer holds, and which buffer each tensor points at (0: none). */
export interface BufferPlan {
  /** Bytes, or how many zeros. Entry 0 is empty, as the format wants. */
  readonly buffers: readonly (Uint8Array | number)[];
  readonly bufferOfTensor: readonly number[];
  readonly totalBytes: number;
}

/**
 * A buffer for each constant; with `shareZeros` one for all constants of zeros that have the same size. Throws `INVALID_GRAPH` for
 * one that lies in another file.
 */
export function planBuffers(tensors: readonly Tensor[], shareZeros: boolean): BufferPlan {
  const buffers: (Uint8Array | number)[] = [0];
  const zeros = new Map<number, number>();
  let totalBytes = 0;
  const bufferOfTensor = tensors.map((tensor) => {
    if (tensor.data === undefined) return 0;
    const content = contentOf(tensor, tensor.data);
    const shared = shareZeros && typeof content === 'number' ? zeros.get(content) : undefined;
    if (shared !== undefined) return shared;
    totalBytes += typeof content === 'number' ? content : content.byteLength;
    buffers.push(content);
    if (typeof content === 'number') zeros.set(content, buffers.length - 1);
    return buffers.length - 1;
  });
  return { buffers, bufferOfTensor, totalBytes };
}

/** Writes the buffer tables and gives their offsets. */
export function writeBuffers(builder: Builder, { buffers }: BufferPlan): readonly Offset[] {
  const longest = buffers.reduce<number>((most, content) => Math.max(most, zerosIn(content)), 0);
  const zeros = new Uint8Array(longest);
  return buffers.map((content) => {
    const bytes = typeof content === 'number' ? zeros.subarray(0, content) : content;
    const data = bytes.byteLength === 0 ? 0 : writeAligned(builder, bytes);
    builder.startObject(1);
    if (data !== 0) builder.addFieldOffset(schema.buffer.data, data, 0);
    return builder.endObject();
  });
}

function contentOf(tensor: Tensor, data: ConstantData): Uint8Array | number {
  if (data instanceof Uint8Array) return data;
  if (data === 'zeros') return byteSize(tensor);
  throw new GraphError('INVALID_GRAPH', `${tensor.name} lies in another file (${data.externalFile})`);
}

function zerosIn(content: Uint8Array | number): number {
  return typeof content === 'number' ? content : 0;
}

function writeAligned(builder: Builder, bytes: Uint8Array): Offset {
  builder.prep(constantAlignment, bytes.byteLength);
  return builder.createByteVector(bytes);
}
