/**
 * Where TFLite's schema (version 3, schema.fbs) keeps what this program reads and writes: per table, the index of each
 * field. Fields that are not listed are neither read nor written.
 */
export const schema = {
  model: {
    version: 0,
    operatorCodes: 1,
    subgraphs: 2,
    description: 3,
    buffers: 4,
    signatures: 7,
    externalGroups: 8,
    externalBuffers: 9,
  },
  operatorCode: { deprecatedBuiltinCode: 0, customCode: 1, version: 2, builtinCode: 3 },
  subgraph: { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 },
  tensor: {
    shape: 0,
    type: 1,
    buffer: 2,
    name: 3,
    quantization: 4,
    isVariable: 5,
    sparsity: 6,
    shapeSignature: 7,
    externalBuffer: 10,
  },
  quantization: { scale: 2, zeroPoint: 3, detailsType: 4, details: 5, quantizedDimension: 6 },
  /** `BlockwiseQuantization` and `MultiAxisQuantization` agree in this. */
  blockQuantization: { blockSize: 2 },
  buffer: { data: 0, offset: 1, size: 2 },
  externalGroup: { name: 0 },
  externalBuffer: { id: 0, group: 1 },
  operator: {
    opcodeIndex: 0,
    inputs: 1,
    outputs: 2,
    optionsType: 3,
    options: 4,
    customOptions: 5,
    secondOptionsType: 11,
    secondOptions: 12,
  },
  signature: { key: 2, subgraph: 4 },
} as const;

/** What the file must begin with, at byte 4. */
export const fileIdentifier = 'TFL3';

/** The only schema version that runtimes of any age accept. */
export const schemaVersion = 3;

/** The largest code that the one-byte field of early schemas can hold; larger codes stand in the four-byte field only. */
export const largestDeprecatedCode = 127;

/** The code of an operator that is told by its name. */
export const customOperatorCode = 32;

/** Alignment of constant data, so that kernels can read it in place from a mapped file. */
export const constantAlignment = 16;
