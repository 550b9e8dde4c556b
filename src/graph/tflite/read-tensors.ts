import { elementTypeOfCode } from '../element-types.js';
import { malformed } from '../errors.js';
import { dynamicDimension } from '../tensor.js';
import type { Quantization, Tensor } from '../tensor.js';
import type { FlatTable } from './flat-table.js';
import { schema } from './schema.js';

/** Constant data by buffer index; `undefined` for buffers without any. A view into the file, never a copy. */
export function readBuffers(model: FlatTable): readonly (Uint8Array | undefined)[] {
  return model.tables(schema.model.buffers).map((buffer) => {
    const data = buffer.bytes(schema.buffer.data);
    if (data !== undefined && data.length > 0) return data;
    const offset = buffer.uint64(schema.buffer.offset);
    // Files beyond 2 GiB keep their constants behind the FlatBuffer; offsets 0 and 1 mean that there are none.
    return offset > 1 ? buffer.fileBytes(offset, buffer.uint64(schema.buffer.size)) : undefined;
  });
}

/** The tensors of a subgraph. */
export function readTensors(
  subgraph: FlatTable,
  buffers: readonly (Uint8Array | undefined)[],
): readonly Tensor[] {
  return subgraph.tables(schema.subgraph.tensors).map((table, index) => readTensor(table, index, buffers));
}

function readTensor(table: FlatTable, index: number, buffers: readonly (Uint8Array | undefined)[]): Tensor {
  const name = table.text(schema.tensor.name) ?? `tensor_${index}`;
  const code = table.uint8(schema.tensor.type, 0);
  const type = elementTypeOfCode(code);
  if (type === undefined)
    throw malformed(`tensor ${index} has the unknown element type ${code}`, { tensor: index });
  const buffer = table.uint32(schema.tensor.buffer, 0);
  if (buffer >= buffers.length && buffer !== 0)
    throw malformed(`tensor ${index} names buffer ${buffer}, which is not there`);
  const data = buffers[buffer];
  const quantization = readQuantization(table);
  return {
    name,
    ...readShape(table, index),
    type,
    ...(quantization && { quantization }),
    ...(data && { data }),
    ...(table.has(schema.tensor.sparsity) && { sparse: true }),
    ...(table.uint8(schema.tensor.isVariable, 0) !== 0 && { variable: true }),
  };
}

function readShape(table: FlatTable, index: number): Pick<Tensor, 'shape' | 'storedShape'> {
  const shape = table.int32s(schema.tensor.shape);
  for (const size of shape)
    if (size < 0) throw malformed(`tensor ${index} has a negative size`, { tensor: index });
  const signature = table.int32s(schema.tensor.shapeSignature);
  if (signature.length !== shape.length || !signature.includes(dynamicDimension)) return { shape };
  const sized = shape.map((size, axis) => (signature[axis] === dynamicDimension ? dynamicDimension : size));
  return { shape: sized, storedShape: shape };
}

function readQuantization(table: FlatTable): Quantization | undefined {
  const quantization = table.table(schema.tensor.quantization);
  const scales = quantization?.float32s(schema.quantization.scale) ?? [];
  if (quantization === undefined || scales.length === 0) return undefined;
  return {
    scales,
    zeroPoints: quantization.smallInt64s(schema.quantization.zeroPoint),
    dimension: quantization.int32(schema.quantization.quantizedDimension, 0),
  };
}
