/** What `src/graph` refuses, and what the reader of the error can do about it. Listed in docs/reference/errors.md. */
export const graphErrors = {
  IMPOSSIBLE_CONFIGURATION: {
    remedy: 'Change the shapes or attributes that the message names: no runtime can execute this operation.',
  },
  INVALID_ATTRIBUTE: {
    remedy: 'Give the attribute a value of the kind that the message asks for (docs/reference/operators.md).',
  },
  UNKNOWN_OPERATOR: {
    remedy: 'Use an operator of docs/reference/operators.md, spelled as TFLite spells it.',
  },
  UNKNOWN_ARCHITECTURE: {
    remedy: 'Use a name that `farm graph ls` lists (docs/reference/architectures.md).',
  },
  UNKNOWN_SPACE: {
    remedy: 'Use the name of a space of architectures that the message lists.',
  },
  INVALID_CHOICE: {
    remedy: 'Give every decision of the space one of its own values, and no other decision any.',
  },
  INVALID_GRAPH: {
    remedy:
      'Use values only in the builder that made them, and operations only by an index that the graph has.',
  },
  MALFORMED_MODEL: {
    remedy:
      'Check that the file is a complete .tflite model (schema version 3); export or download it again.',
  },
  MODEL_TOO_NEW: {
    remedy:
      'Convert the network without what the message names, or use a version of this program that reads it.',
  },
  MODEL_TOO_LARGE: {
    remedy: 'Split the model: a .tflite file with its weights inside cannot be larger than 2 GiB.',
  },
  INVALID_GPU_NAME: {
    remedy: 'Name the GPU with its model number, e.g. adreno640, mali-g76 or powervr-ge8320.',
  },
  GPU_DELEGATE_REFUSES: {
    remedy:
      'Change the operation that the message names, or run the network without the GPU: the delegate fails on all of it.',
  },
  NETWORK_NOT_VARIED: {
    remedy: 'Ask for another width, kernel or precision, or change the network itself and ask for that.',
  },
  INVALID_RUNTIME_VERSION: {
    remedy: 'Give the version as TFLite or LiteRT numbers it, e.g. 2.10 or litert-2.1.',
  },
} as const;

export type GraphErrorCode = keyof typeof graphErrors;

/** The only error that leaves `src/graph`. Always the input's fault, never worth trying again. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly code: GraphErrorCode;
  readonly remedy: string;
  /** Facts for a machine: operator, attribute, byte offset, index of the operation. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: GraphErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.remedy = graphErrors[code].remedy;
    this.details = details;
  }
}

/** An operation that cannot exist, by its operator's name and the reason. */
export function impossible(operator: string, reason: string): GraphError {
  return new GraphError('IMPOSSIBLE_CONFIGURATION', `${operator}: ${reason}`, { operator, reason });
}

/** A .tflite file that cannot be read, with the byte offset where that shows. */
export function malformed(reason: string, details: Readonly<Record<string, unknown>> = {}): GraphError {
  return new GraphError('MALFORMED_MODEL', `not a readable .tflite model: ${reason}`, details);
}

/** A .tflite file that is whole, but holds what came after this program. */
export function tooNew(what: string, details: Readonly<Record<string, unknown>> = {}): GraphError {
  return new GraphError('MODEL_TOO_NEW', `${what}, which is newer than this program reads`, details);
}
