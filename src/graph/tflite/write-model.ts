import { Builder } from 'flatbuffers';
import type { Offset } from 'flatbuffers';
import { elementTypeCode } from '../model/element-types.js';
import { GraphError } from '../errors.js';
import type { Graph, Operation } from '../model/graph.js';
import { operandTable, operationView } from '../description/operands.js';
import type { OperandTable } from '../description/operands.js';
import { operatorNamed } from '../operators/registry.js';
import { runtimeShape } from '../model/shape.js';
import type { Quantization, Tensor } from '../model/tensor.js';
import { fileIdentifier, largestDeprecatedCode, schema, schemaVersion } from './schema.js';
import { planBuffers, writeBuffers } from './write-buffers.js';
import { writeIntegers, writeOptions } from './write-options.js';

export interface WriteOptions {
  /**
   * Constants of zeros of one size share their bytes: a smaller file, but weights that stay in the cache as real ones would
   * not. False if left out.
   */
  readonly shareZeros?: boolean;
}

/** A FlatBuffer cannot be larger; some room is left for what is not constant data. */
const largestModelBytes = 2 ** 31 - 2 ** 26;

/** Room for the tables of an operation with its tensors, so that the builder seldom has to grow and copy. */
const tableBytesPerTensor = 160;

interface OperatorCode {
  readonly builtinCode: number;
  readonly version: number;
}

/**
 * A graph as the bytes of a .tflite file (schema version 3), with constants of zeros written out. Operator versions are the
 * lowest that have the operation, so that old runtimes accept it.
 * Throws {@link GraphError}: `UNKNOWN_OPERATOR` for operators without a definition, `INVALID_GRAPH` for what can only be read
 * (sparse constants, those of another file, weights quantized by blocks), `MODEL_TOO_LARGE` beyond 2 GiB.
 */
export function writeTflite(graph: Graph, { shareZeros = false }: WriteOptions = {}): Uint8Array {
  const plan = planBuffers(graph.tensors, shareZeros);
  if (plan.totalBytes > largestModelBytes) {
    throw new GraphError('MODEL_TOO_LARGE', `${graph.name} has ${plan.totalBytes} bytes of constants`);
  }
  const builder = new Builder(plan.totalBytes + graph.tensors.length * tableBytesPerTensor + 1024);
  const buffers = writeOffsets(builder, writeBuffers(builder, plan));
  const codes = new OperatorCodes();
  const subgraph = writeSubgraph(builder, graph, plan.bufferOfTensor, codes);
  const subgraphs = writeOffsets(builder, [subgraph]);
  const operatorCodes = writeOffsets(builder, codes.write(builder));
  const description = builder.createString('latency-farm');
  builder.startObject(5);
  builder.addFieldInt32(schema.model.version, schemaVersion, 0);
  builder.addFieldOffset(schema.model.operatorCodes, operatorCodes, 0);
  builder.addFieldOffset(schema.model.subgraphs, subgraphs, 0);
  builder.addFieldOffset(schema.model.description, description, 0);
  builder.addFieldOffset(schema.model.buffers, buffers, 0);
  builder.finish(builder.endObject(), fileIdentifier);
  return builder.asUint8Array();
}

/** The table of operators with their versions, in order of first use. */
class OperatorCodes {
  readonly #codes: OperatorCode[] = [];

  indexOf(builtinCode: number, version: number): number {
    const known = this.#codes.findIndex(
      (code) => code.builtinCode === builtinCode && code.version === version,
    );
    return known === -1 ? this.#codes.push({ builtinCode, version }) - 1 : known;
  }

  write(builder: Builder): readonly Offset[] {
    return this.#codes.map(({ builtinCode, version }) => {
      builder.startObject(4);
      const { deprecatedBuiltinCode, version: versionSlot, builtinCode: codeSlot } = schema.operatorCode;
      builder.addFieldInt8(deprecatedBuiltinCode, Math.min(builtinCode, largestDeprecatedCode), 0);
      builder.addFieldInt32(versionSlot, version, 1);
      builder.addFieldInt32(codeSlot, builtinCode, 0);
      return builder.endObject();
    });
  }
}

function writeSubgraph(
  builder: Builder,
  graph: Graph,
  bufferOfTensor: readonly number[],
  codes: OperatorCodes,
): Offset {
  const tensors = graph.tensors.map((tensor, index) =>
    writeTensor(builder, tensor, bufferOfTensor[index] ?? 0),
  );
  const operands = operandTable(graph);
  const operations = graph.operations.map((operation) =>
    writeOperation(builder, graph, operation, operands, codes),
  );
  const tensorVector = writeOffsets(builder, tensors);
  const operationVector = writeOffsets(builder, operations);
  const inputs = writeIntegers(builder, graph.inputs);
  const outputs = writeIntegers(builder, graph.outputs);
  const name = builder.createString(graph.name);
  builder.startObject(5);
  builder.addFieldOffset(schema.subgraph.tensors, tensorVector, 0);
  builder.addFieldOffset(schema.subgraph.inputs, inputs, 0);
  builder.addFieldOffset(schema.subgraph.outputs, outputs, 0);
  builder.addFieldOffset(schema.subgraph.operators, operationVector, 0);
  builder.addFieldOffset(schema.subgraph.name, name, 0);
  return builder.endObject();
}

function writeTensor(builder: Builder, tensor: Tensor, buffer: number): Offset {
  if (tensor.sparse || tensor.quantizedBy !== undefined) {
    const is = tensor.sparse ? 'sparse' : `quantized by ${tensor.quantizedBy}`;
    throw new GraphError(
      'INVALID_GRAPH',
      `${tensor.name} is ${is}: such tensors can be read but not written`,
    );
  }
  const name = builder.createString(tensor.name);
  const dynamic = tensor.shape.some((size) => size < 0);
  const shape = writeIntegers(builder, runtimeShape(tensor));
  const signature = dynamic ? writeIntegers(builder, tensor.shape) : 0;
  const quantization = tensor.quantization ? writeQuantization(builder, tensor.quantization) : 0;
  builder.startObject(8);
  builder.addFieldOffset(schema.tensor.shape, shape, 0);
  builder.addFieldInt8(schema.tensor.type, elementTypeCode(tensor.type), 0);
  builder.addFieldInt32(schema.tensor.buffer, buffer, 0);
  builder.addFieldOffset(schema.tensor.name, name, 0);
  builder.addFieldOffset(schema.tensor.quantization, quantization, 0);
  builder.addFieldInt8(schema.tensor.isVariable, tensor.variable === true ? 1 : 0, 0);
  builder.addFieldOffset(schema.tensor.shapeSignature, signature, 0);
  return builder.endObject();
}

function writeQuantization(builder: Builder, { scales, zeroPoints, dimension }: Quantization): Offset {
  builder.startVector(4, scales.length, 4);
  for (let i = scales.length - 1; i >= 0; i--) builder.addFloat32(scales[i] ?? 0);
  const scaleVector = builder.endVector();
  builder.startVector(8, zeroPoints.length, 8);
  for (let i = zeroPoints.length - 1; i >= 0; i--) builder.addInt64(BigInt(zeroPoints[i] ?? 0));
  const zeroPointVector = builder.endVector();
  builder.startObject(7);
  builder.addFieldOffset(schema.quantization.scale, scaleVector, 0);
  builder.addFieldOffset(schema.quantization.zeroPoint, zeroPointVector, 0);
  builder.addFieldInt32(schema.quantization.quantizedDimension, dimension, 0);
  return builder.endObject();
}

function writeOperation(
  builder: Builder,
  graph: Graph,
  operation: Operation,
  operands: OperandTable,
  codes: OperatorCodes,
): Offset {
  const definition = operatorNamed(operation.operator);
  const version = definition.version(operationView(graph, operation, operands, definition));
  const inputs = writeIntegers(builder, operation.inputs);
  const outputs = writeIntegers(builder, operation.outputs);
  const { optionsType, fields } = definition;
  const options = optionsType === 0 ? 0 : writeOptions(builder, fields, operation.attributes);
  builder.startObject(5);
  builder.addFieldInt32(schema.operator.opcodeIndex, codes.indexOf(definition.builtinCode, version), 0);
  builder.addFieldOffset(schema.operator.inputs, inputs, 0);
  builder.addFieldOffset(schema.operator.outputs, outputs, 0);
  builder.addFieldInt8(schema.operator.optionsType, optionsType, 0);
  builder.addFieldOffset(schema.operator.options, options, 0);
  return builder.endObject();
}

function writeOffsets(builder: Builder, offsets: readonly Offset[]): Offset {
  builder.startVector(4, offsets.length, 4);
  for (let i = offsets.length - 1; i >= 0; i--) builder.addOffset(offsets[i] ?? 0);
  return builder.endVector();
}
