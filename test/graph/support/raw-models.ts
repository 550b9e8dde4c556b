import { Builder } from 'flatbuffers';
import type { Offset } from 'flatbuffers';

/** A tensor as a file has it: by codes and indices. */
export interface RawTensor {
  readonly name?: string;
  readonly shape: readonly number[];
  /** Code of `TensorType`; float32 if left out. */
  readonly type?: number;
  readonly buffer?: number;
  readonly externalBuffer?: number;
  /** Member of the union `QuantizationDetails`, with the block size in its third field. */
  readonly details?: { readonly type: number; readonly blockSize: number };
}

/** Options of an operation: the index in their union, and 32-bit fields in order; a list stands for a vector, a text for a string. */
export interface RawOptions {
  readonly type: number;
  readonly fields: readonly (number | string | readonly number[])[];
}

export interface RawOperation {
  /** Code of `BuiltinOperator`; 32 for one that `custom` names. */
  readonly code: number;
  readonly custom?: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options?: RawOptions;
  readonly secondOptions?: RawOptions;
}

export interface RawSubgraph {
  readonly name?: string;
  readonly tensors: readonly RawTensor[];
  readonly operations: readonly RawOperation[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface RawModel {
  readonly version?: number;
  readonly subgraphs: readonly RawSubgraph[];
  readonly buffers?: readonly Uint8Array[];
  readonly signatures?: readonly { readonly key: string; readonly subgraph: number }[];
  /** Names of other files that hold constants; the buffer with the id N lies in the Nth, from 1 on. */
  readonly externalFiles?: readonly string[];
}

/** A .tflite file with what our own writer does not write: what came after it, control flow, signatures, constants elsewhere. */
export function rawModel(model: RawModel): Uint8Array {
  const { version = 3, subgraphs, buffers = [], signatures = [], externalFiles = [] } = model;
  const builder = new Builder(1024);
  const operations = subgraphs.flatMap((subgraph) => subgraph.operations);
  const fields: Field[] = [
    ['int32', version],
    [
      'offset',
      offsets(
        builder,
        operations.map(({ code, custom }) => operatorCode(builder, code, custom)),
      ),
    ],
    ['offset', offsets(builder, writeSubgraphs(builder, subgraphs))],
    ['offset', 0],
    [
      'offset',
      offsets(
        builder,
        [new Uint8Array(0), ...buffers].map((bytes) => bufferTable(builder, bytes)),
      ),
    ],
    ['offset', 0],
    ['offset', 0],
    [
      'offset',
      offsets(
        builder,
        signatures.map(({ key, subgraph }) => signature(builder, key, subgraph)),
      ),
    ],
    [
      'offset',
      offsets(
        builder,
        externalFiles.map((name) => table(builder, [['offset', builder.createString(name)]])),
      ),
    ],
    [
      'offset',
      offsets(
        builder,
        externalFiles.map((_name, group) =>
          table(builder, [
            ['int32', group + 1],
            ['int32', group],
          ]),
        ),
      ),
    ],
  ];
  builder.finish(table(builder, fields), 'TFL3');
  return builder.asUint8Array();
}

type Field = readonly [kind: 'int8' | 'int32' | 'offset', value: number];

function table(builder: Builder, fields: readonly Field[]): Offset {
  builder.startObject(fields.length);
  for (const [slot, [kind, value]] of fields.entries()) {
    if (kind === 'int8') builder.addFieldInt8(slot, value, 0);
    else if (kind === 'int32') builder.addFieldInt32(slot, value, 0);
    else builder.addFieldOffset(slot, value, 0);
  }
  return builder.endObject();
}

function operatorCode(builder: Builder, code: number, custom: string | undefined): Offset {
  const name = custom === undefined ? 0 : builder.createString(custom);
  return table(builder, [
    ['int8', Math.min(code, 127)],
    ['offset', name],
    ['int32', 1],
    ['int32', code],
  ]);
}

/** Every operation has an operator code of its own, in the order of the file. */
function writeSubgraphs(builder: Builder, subgraphs: readonly RawSubgraph[]): Offset[] {
  let code = 0;
  return subgraphs.map(({ name, tensors, operations, inputs, outputs }) =>
    table(builder, [
      [
        'offset',
        offsets(
          builder,
          tensors.map((tensor) => writeTensor(builder, tensor)),
        ),
      ],
      ['offset', integers(builder, inputs)],
      ['offset', integers(builder, outputs)],
      [
        'offset',
        offsets(
          builder,
          operations.map((operation) => writeOperation(builder, operation, code++)),
        ),
      ],
      ['offset', name === undefined ? 0 : builder.createString(name)],
    ]),
  );
}

function writeTensor(builder: Builder, tensor: RawTensor): Offset {
  const { name, shape, type = 0, buffer = 0, externalBuffer = 0, details } = tensor;
  const fields: Field[] = [
    ['offset', integers(builder, shape)],
    ['int8', type],
    ['int32', buffer],
    ['offset', name === undefined ? 0 : builder.createString(name)],
    ['offset', details === undefined ? 0 : writeDetails(builder, details)],
    ...new Array<Field>(5).fill(['offset', 0]),
    ['int32', externalBuffer],
  ];
  return table(builder, fields);
}

function writeDetails(builder: Builder, { type, blockSize }: NonNullable<RawTensor['details']>): Offset {
  const details = table(builder, [
    ['int32', 0],
    ['int32', -1],
    ['int32', blockSize],
  ]);
  return table(builder, [...new Array<Field>(4).fill(['offset', 0]), ['int8', type], ['offset', details]]);
}

function writeOperation(builder: Builder, operation: RawOperation, code: number): Offset {
  const { inputs, outputs, options, secondOptions } = operation;
  return table(builder, [
    ['int32', code],
    ['offset', integers(builder, inputs)],
    ['offset', integers(builder, outputs)],
    ['int8', options?.type ?? 0],
    ['offset', writeOptions(builder, options)],
    ...new Array<Field>(6).fill(['offset', 0]),
    ['int8', secondOptions?.type ?? 0],
    ['offset', writeOptions(builder, secondOptions)],
  ]);
}

function writeOptions(builder: Builder, options: RawOptions | undefined): Offset {
  if (options === undefined) return 0;
  return table(
    builder,
    options.fields.map((value): Field => {
      if (typeof value === 'number') return ['int32', value];
      return ['offset', typeof value === 'string' ? builder.createString(value) : integers(builder, value)];
    }),
  );
}

function signature(builder: Builder, key: string, subgraph: number): Offset {
  return table(builder, [
    ['offset', 0],
    ['offset', 0],
    ['offset', builder.createString(key)],
    ['offset', 0],
    ['int32', subgraph],
  ]);
}

function bufferTable(builder: Builder, bytes: Uint8Array): Offset {
  return table(builder, [['offset', bytes.length === 0 ? 0 : builder.createByteVector(bytes)]]);
}

function integers(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addInt32(value);
  return builder.endVector();
}

function offsets(builder: Builder, targets: readonly Offset[]): Offset {
  builder.startVector(4, targets.length, 4);
  for (const target of targets.toReversed()) builder.addOffset(target);
  return builder.endVector();
}
