import { malformed } from '../errors.js';
import type { Graph, Operation } from '../graph.js';
import type { OperatorDefinition } from '../operators/operator.js';
import { operatorOfBuiltinCode } from '../operators/registry.js';
import type { Tensor } from '../tensor.js';
import { rootTable } from './flat-table.js';
import type { FlatTable } from './flat-table.js';
import { readOptions } from './read-options.js';
import { readBuffers, readTensors } from './read-tensors.js';
import { customOperatorCode, fileIdentifier, schema, schemaVersion } from './schema.js';

/** An operation that this program has no definition of. */
export interface UnknownOperation {
  readonly graphIndex: number;
  readonly operationIndex: number;
  /** `CUSTOM:<name>` or `UNKNOWN_<builtin code>`. */
  readonly operator: string;
}

/** What a .tflite file holds. */
export interface TfliteModel {
  readonly description: string;
  /** Its subgraphs; the first is the network, the others are called by it (IF, WHILE). Never empty. */
  readonly graphs: readonly [Graph, ...Graph[]];
  readonly unknownOperations: readonly UnknownOperation[];
}

interface OperatorCode {
  readonly operator: string;
  readonly version: number;
  readonly definition: OperatorDefinition | undefined;
}

/**
 * Reads a .tflite file. Constants are views into `bytes`. Operators that this program does not know are kept, by name or
 * number, and listed; everything else must be whole.
 * Throws {@link GraphError} `MALFORMED_MODEL` for anything that is not a complete model of schema version 3, whatever the
 * bytes are: in less than a second, and without allocating more than the limits of `limits.ts` allow.
 */
export function readTflite(bytes: Uint8Array): TfliteModel {
  if (bytes.length < 8 || new TextDecoder().decode(bytes.subarray(4, 8)) !== fileIdentifier) {
    throw malformed(`it does not have the identifier ${fileIdentifier} at byte 4`, {
      fileBytes: bytes.length,
    });
  }
  const model = rootTable(bytes);
  const version = model.uint32(schema.model.version, 0);
  if (version !== schemaVersion) throw malformed(`its schema version is ${version}, not ${schemaVersion}`);
  const codes = model.tables(schema.model.operatorCodes).map(readOperatorCode);
  const buffers = readBuffers(model);
  const [first, ...others] = model
    .tables(schema.model.subgraphs)
    .map((subgraph, index) => readSubgraph(subgraph, index, buffers, codes));
  if (first === undefined) throw malformed('it has no subgraph');
  const graphs: TfliteModel['graphs'] = [first, ...others];
  return {
    description: model.text(schema.model.description) ?? '',
    graphs,
    unknownOperations: graphs.flatMap(unknownOperations),
  };
}

function readOperatorCode(table: FlatTable): OperatorCode {
  const { deprecatedBuiltinCode, customCode, builtinCode, version: versionSlot } = schema.operatorCode;
  const version = table.int32(versionSlot, 1);
  const code = Math.max(table.int8(deprecatedBuiltinCode, 0), table.int32(builtinCode, 0));
  if (code === customOperatorCode) {
    return { operator: `CUSTOM:${table.text(customCode) ?? ''}`, version, definition: undefined };
  }
  const definition = operatorOfBuiltinCode(code);
  return { operator: definition?.name ?? `UNKNOWN_${code}`, version, definition };
}

function readSubgraph(
  table: FlatTable,
  index: number,
  buffers: readonly (Uint8Array | undefined)[],
  codes: readonly OperatorCode[],
): Graph {
  const tensors = readTensors(table, buffers);
  return {
    name: table.text(schema.subgraph.name) ?? (index === 0 ? 'main' : `subgraph_${index}`),
    tensors,
    operations: table
      .tables(schema.subgraph.operators)
      .map((operation, position) => readOperation(operation, position, tensors, codes)),
    inputs: tensorIndices(table.int32s(schema.subgraph.inputs), tensors, 'an input of the graph'),
    outputs: tensorIndices(table.int32s(schema.subgraph.outputs), tensors, 'an output of the graph'),
  };
}

function readOperation(
  table: FlatTable,
  index: number,
  tensors: readonly Tensor[],
  codes: readonly OperatorCode[],
): Operation {
  const codeIndex = table.uint32(schema.operator.opcodeIndex, 0);
  const code = codes[codeIndex];
  if (code === undefined)
    throw malformed(`operation ${index} has the operator code ${codeIndex}, which is not there`);
  const { operator, version, definition } = code;
  const where = `operation ${index} (${operator})`;
  const inputs = tensorIndices(table.int32s(schema.operator.inputs), tensors, where, true);
  const outputs = tensorIndices(table.int32s(schema.operator.outputs), tensors, where);
  if (definition === undefined) {
    const customOptions = table.bytes(schema.operator.customOptions);
    return { operator, attributes: {}, inputs, outputs, version, ...(customOptions && { customOptions }) };
  }
  checkArity(definition, where, inputs, outputs);
  const hasOptions =
    definition.optionsType !== 0 && table.uint8(schema.operator.optionsType, 0) === definition.optionsType;
  const options = hasOptions ? table.table(schema.operator.options) : undefined;
  const attributes = readOptions(definition, options, tensors[outputs[0] ?? -1]?.type);
  return { operator, attributes, inputs, outputs, version };
}

function checkArity(
  definition: OperatorDefinition,
  where: string,
  inputs: readonly number[],
  outputs: readonly number[],
): void {
  for (const [position, { name, optional }] of definition.inputs.entries()) {
    if (!optional && (inputs[position] ?? -1) < 0) throw malformed(`${where} lacks its input ${name}`);
  }
  if (outputs.length === 0) throw malformed(`${where} has no output`);
}

function tensorIndices(
  indices: readonly number[],
  tensors: readonly Tensor[],
  where: string,
  optional = false,
): readonly number[] {
  for (const index of indices) {
    if (index >= tensors.length || (index < 0 && !(optional && index === -1))) {
      throw malformed(`${where} names tensor ${index}, which is not there`);
    }
  }
  return indices;
}

function unknownOperations(graph: Graph, graphIndex: number): readonly UnknownOperation[] {
  return graph.operations.flatMap(({ operator }, operationIndex) =>
    operator.startsWith('CUSTOM:') || operator.startsWith('UNKNOWN_')
      ? [{ graphIndex, operationIndex, operator }]
      : [],
  );
}
