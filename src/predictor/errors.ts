interface PredictorErrorDefinition {
  readonly blame: 'config';
  readonly retryable: false;
  readonly remedy: string;
}

/** What `src/predictor` refuses, and what the reader of the error can do about it. Listed in docs/reference/errors.md. */
export const predictorErrors = {
  NETWORK_PRECISION_MISFIT: {
    blame: 'config',
    retryable: false,
    remedy: 'Ask for the scenario that the message names; measure and train it first if there is no release.',
  },
  PREDICTION_NOT_FINITE: {
    blame: 'config',
    retryable: false,
    remedy:
      'Look at the sizes of what the message names: an operation without elements has no time. If they are right, train the scenario again.',
  },
  PREDICTOR_FILE_INVALID: {
    blame: 'config',
    retryable: false,
    remedy:
      'Restore the predictor from where it came from, or train it again; the file is damaged or not one of ours.',
  },
  PREDICTOR_FORMAT_UNSUPPORTED: {
    blame: 'config',
    retryable: false,
    remedy: 'Install the version of latency-farm that wrote the predictor, or train it again with this one.',
  },
  PREDICTOR_WITHOUT_ONNX_FORM: {
    blame: 'config',
    retryable: false,
    remedy: 'Export it with `--format farm`, or train with a learner of trees or linear models.',
  },
  PREDICTION_INCOMPLETE: {
    blame: 'config',
    retryable: false,
    remedy:
      'Ask without `--strict` for what the known part takes, or convert the network so that it does without what the message names.',
  },
} as const satisfies Readonly<Record<string, PredictorErrorDefinition>>;

export type PredictorErrorCode = keyof typeof predictorErrors;

export interface PredictorErrorOptions {
  readonly cause?: unknown;
  /** Facts for a machine: file, kernel group, kind of model. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The only error that leaves `src/predictor` besides those of a graph. Always the input's fault, never worth trying again. */
export class PredictorError extends Error {
  override readonly name = 'PredictorError';
  readonly code: PredictorErrorCode;
  readonly blame: PredictorErrorDefinition['blame'];
  readonly remedy: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: PredictorErrorCode,
    message: string,
    { cause, details = {} }: PredictorErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.blame = predictorErrors[code].blame;
    this.remedy = predictorErrors[code].remedy;
    this.details = details;
  }
}
