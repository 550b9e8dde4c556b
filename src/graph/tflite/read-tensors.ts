import { malformed, tooNew } from '../errors.js';
import { elementTypeOfCode, newerElementType } from '../model/element-types.js';
import { dynamicDimension } from '../model/tensor.js';
import type { ElementType, Quantization, Shape, Tensor } from '../model/tensor.js';
import type { FlatTable } from './flat-table.js';
import { constantOf } from './read-constants.js';
import type { Constants } from './read-constants.js';
import { schema } from './schema.js';

/** The tensors of a subgraph. Throws `MALFORMED_MODEL`, and `MODEL_TOO_NEW` for element types that came after this program. */
export function readTensors(subgraph: FlatTable, constants: Constants): readonly Tensor[] {
  return subgraph.each(schema.subgraph.tensors, (table, index) => readTensor(table, index, constants));
}

function readTensor(table: FlatTable, index: number, constants: Constants): Tensor {
  const name = table.text(schema.tensor.name) ?? `tensor_${index}`;
  const type = readType(table, index, name);
  const data = constantOf(table, index, constants);
  const parameters = table.table(schema.tensor.quantization);
  const quantization = parameters && readQuantization(parameters);
  const quantizedBy = parameters && readScheme(parameters);
  // Member by member: spreading what may be absent takes longer than reading it.
  const storedShape = readShape(table, index);
  const shape = dynamicShape(table, storedShape);
  const tensor: { -readonly [Member in keyof Tensor]: Tensor[Member] } = { name, shape, type };
  if (shape !== storedShape) tensor.storedShape = storedShape;
  if (quantization !== undefined) tensor.quantization = quantization;
  if (quantizedBy !== undefined) tensor.quantizedBy = quantizedBy;
  if (data !== undefined) tensor.data = data;
  if (table.has(schema.tensor.sparsity)) tensor.sparse = true;
  if (table.uint8(schema.tensor.isVariable, 0) !== 0) tensor.variable = true;
  return tensor;
}

function readType(table: FlatTable, index: number, name: string): ElementType {
  const code = table.uint8(schema.tensor.type, 0);
  const type = elementTypeOfCode(code);
  if (type !== undefined) return type;
  const newer = newerElementType(code);
  if (newer !== undefined)
    throw tooNew(`tensor ${index} (${name}) has the element type ${newer}`, { tensor: index });
  throw malformed(`tensor ${index} has the element type ${code}, which cannot be`, { tensor: index });
}

function readShape(table: FlatTable, index: number): Shape {
  const shape = table.int32s(schema.tensor.shape);
  let elements = 1;
  for (const size of shape) {
    if (size < 0) throw malformed(`tensor ${index} has a negative size`, { tensor: index });
    elements *= size;
  }
  // No runtime can hold it, and what would be counted of it might not even be finite.
  if (!(elements <= Number.MAX_SAFE_INTEGER)) {
    throw malformed(`tensor ${index} has more elements than can be counted`, { tensor: index });
  }
  return shape;
}

/** The shape with what the signature leaves to run time; the stored one itself where that is nothing. */
function dynamicShape(table: FlatTable, shape: Shape): Shape {
  const signature = table.int32s(schema.tensor.shapeSignature);
  if (signature.length !== shape.length || !signature.includes(dynamicDimension)) return shape;
  return shape.map((size, axis) => (signature[axis] === dynamicDimension ? dynamicDimension : size));
}

function readQuantization(parameters: FlatTable): Quantization | undefined {
  const scales = parameters.float32s(schema.quantization.scale);
  if (scales.length === 0) return undefined;
  return {
    scales,
    zeroPoints: parameters.smallInt64s(schema.quantization.zeroPoint),
    dimension: parameters.int32(schema.quantization.quantizedDimension, 0),
  };
}

/** The union `QuantizationDetails`, in words; what comes after its third member is a scheme of its own too. */
function readScheme(parameters: FlatTable): string | undefined {
  const { detailsType, details } = schema.quantization;
  const scheme = parameters.uint8(detailsType, 0);
  if (scheme === 0) return undefined;
  const blockSize =
    scheme === 1 ? 0 : (parameters.table(details)?.int32(schema.blockQuantization.blockSize, 0) ?? 0);
  if (scheme === 2) return `blocks of ${blockSize}`;
  if (scheme === 3) return blockSize > 0 ? `several axes in blocks of ${blockSize}` : 'several axes';
  return 'a scheme of its own';
}
