import { malformed, tooNew } from '../errors.js';
import type { Attributes, Graph, Operation } from '../model/graph.js';
import type { Tensor } from '../model/tensor.js';
import type { OperatorDefinition, OperatorInput } from '../operators/definition/operator.js';
import { findOperator, operatorOfBuiltinCode } from '../operators/registry.js';
import { builtinOperatorName } from './builtin-operators.js';
import { rootTable } from './flat-table.js';
import type { FlatTable } from './flat-table.js';
import { checkCalls, readCalls } from './read-calls.js';
import { readConstants } from './read-constants.js';
import type { Constants } from './read-constants.js';
import { absentOptions, readOptions } from './read-options.js';
import { readTensors } from './read-tensors.js';
import { customOperatorCode, fileIdentifier, schema, schemaVersion } from './schema.js';

/** An operation that this program has no definition of. */
export interface UnknownOperation {
  readonly graphIndex: number;
  readonly operationIndex: number;
  /** As the schema names it; `CUSTOM:<name>`; or `UNKNOWN_<builtin code>` for what came after the schema this program knows. */
  readonly operator: string;
}

/** What a .tflite file holds. */
export interface TfliteModel {
  readonly description: string;
  /**
   * Its subgraphs; the first is what the benchmark tool executes, and holds the others, which it calls (IF, WHILE) or which stand for
   * themselves (further signatures). Never empty.
   */
  readonly graphs: readonly [Graph, ...Graph[]];
  readonly unknownOperations: readonly UnknownOperation[];
}

interface OperatorCode {
  readonly operator: string;
  readonly version: number;
  readonly definition: OperatorDefinition | undefined;
  /** Its attributes where the file leaves them out. */
  readonly absent: Attributes;
}

/** What the parts of a model refer to. */
interface ModelTables {
  readonly codes: readonly OperatorCode[];
  readonly constants: Constants;
  /** Keys of signatures by the subgraph that they execute. */
  readonly signatures: ReadonlyMap<number, string>;
}

/**
 * Reads a .tflite file. Constants are views into `bytes`. Operators that this program has no definition of are kept by name, and
 * listed; everything else must be whole.
 * Throws {@link GraphError} `MODEL_TOO_NEW` for element types and schema versions that came after this program, and
 * `MALFORMED_MODEL` for anything else that is not a complete model of schema version 3, whatever the bytes are: in less than a
 * second, and without allocating more than the limits of `limits.ts` allow.
 */
export function readTflite(bytes: Uint8Array): TfliteModel {
  if (bytes.length < 8 || new TextDecoder().decode(bytes.subarray(4, 8)) !== fileIdentifier) {
    throw malformed(`it does not have the identifier ${fileIdentifier} at byte 4`, {
      fileBytes: bytes.length,
    });
  }
  const model = rootTable(bytes);
  const version = model.uint32(schema.model.version, 0);
  if (version > schemaVersion) throw tooNew(`the file has the schema version ${version}`);
  if (version !== schemaVersion) throw malformed(`its schema version is ${version}, not ${schemaVersion}`);
  const tables: ModelTables = {
    codes: model.tables(schema.model.operatorCodes).map(readOperatorCode),
    constants: readConstants(model),
    signatures: readSignatures(model),
  };
  const graphs = model
    .tables(schema.model.subgraphs)
    .map((subgraph, index) => readSubgraph(subgraph, index, tables));
  checkCalls(graphs);
  const [first, ...others] = graphs;
  if (first === undefined) throw malformed('it has no subgraph');
  return {
    description: model.text(schema.model.description) ?? '',
    graphs: [others.length === 0 ? first : { ...first, others }, ...others],
    unknownOperations: tables.codes.some(({ definition }) => definition === undefined)
      ? graphs.flatMap(unknownOperations)
      : [],
  };
}

function readOperatorCode(table: FlatTable): OperatorCode {
  const { deprecatedBuiltinCode, customCode, builtinCode, version: versionSlot } = schema.operatorCode;
  const version = table.int32(versionSlot, 1);
  const code = Math.max(table.int8(deprecatedBuiltinCode, 0), table.int32(builtinCode, 0));
  if (code === customOperatorCode) {
    return { operator: `CUSTOM:${table.text(customCode) ?? ''}`, version, definition: undefined, absent: {} };
  }
  const definition = operatorOfBuiltinCode(code);
  const absent = definition === undefined ? {} : absentOptions(definition);
  return { operator: definition?.name ?? builtinOperatorName(code), version, definition, absent };
}

/** The first key of each subgraph that has one. */
function readSignatures(model: FlatTable): ReadonlyMap<number, string> {
  const signatures = new Map<number, string>();
  for (const table of model.tables(schema.model.signatures)) {
    const subgraph = table.uint32(schema.signature.subgraph, 0);
    if (!signatures.has(subgraph)) signatures.set(subgraph, table.text(schema.signature.key) ?? '');
  }
  return signatures;
}

function readSubgraph(table: FlatTable, index: number, { codes, constants, signatures }: ModelTables): Graph {
  const tensors = readTensors(table, constants);
  const signature = signatures.get(index);
  return {
    name: table.text(schema.subgraph.name) ?? (index === 0 ? 'main' : `subgraph_${index}`),
    tensors,
    operations: table.each(schema.subgraph.operators, (operation, position) =>
      readOperation(operation, position, tensors, codes),
    ),
    inputs: tensorIndices(table.int32s(schema.subgraph.inputs), tensors, 'an input of the graph'),
    outputs: tensorIndices(table.int32s(schema.subgraph.outputs), tensors, 'an output of the graph'),
    ...(signature !== undefined && { signature }),
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
  const { operator, version, definition, absent } = code;
  const where = { index, operator };
  const inputs = tensorIndices(table.int32s(schema.operator.inputs), tensors, where, true);
  const outputs = tensorIndices(table.int32s(schema.operator.outputs), tensors, where);
  if (definition === undefined) {
    const customOptions = table.bytes(schema.operator.customOptions);
    const calls = readCalls(operator, table);
    return {
      operator,
      attributes: {},
      inputs,
      outputs,
      version,
      ...(customOptions && { customOptions }),
      ...(calls.length > 0 && { calls }),
    };
  }
  checkArity(definition, where, inputs, outputs);
  const hasOptions =
    definition.optionsType !== 0 && table.uint8(schema.operator.optionsType, 0) === definition.optionsType;
  const options = hasOptions ? table.table(schema.operator.options) : undefined;
  const attributes = readOptions(definition, absent, options, tensors[outputs[0] ?? -1]?.type);
  return { operator, attributes, inputs, outputs, version };
}

/** What is read, for messages: put into words only for those, for there are thousands of operations and nearly all are whole. */
type Place = string | { readonly index: number; readonly operator: string };

function placeText(place: Place): string {
  return typeof place === 'string' ? place : `operation ${place.index} (${place.operator})`;
}

function checkArity(
  definition: OperatorDefinition,
  where: Place,
  inputs: readonly number[],
  outputs: readonly number[],
): void {
  for (let position = 0; position < definition.inputs.length; position++) {
    if ((inputs[position] ?? -1) >= 0) continue;
    const { name, optional } = definition.inputs[position] as OperatorInput;
    if (!optional) throw malformed(`${placeText(where)} lacks its input ${name}`);
  }
  if (outputs.length === 0) throw malformed(`${placeText(where)} has no output`);
}

function tensorIndices(
  indices: readonly number[],
  tensors: readonly Tensor[],
  where: Place,
  optional = false,
): readonly number[] {
  for (const index of indices) {
    if (index >= tensors.length || (index < 0 && !(optional && index === -1))) {
      throw malformed(`${placeText(where)} names tensor ${index}, which is not there`);
    }
  }
  return indices;
}

function unknownOperations(graph: Graph, graphIndex: number): readonly UnknownOperation[] {
  const unknown: UnknownOperation[] = [];
  for (let operationIndex = 0; operationIndex < graph.operations.length; operationIndex++) {
    const { operator } = graph.operations[operationIndex] as Operation;
    if (findOperator(operator) === undefined) unknown.push({ graphIndex, operationIndex, operator });
  }
  return unknown;
}
