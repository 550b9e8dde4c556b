interface LearningErrorDefinition {
  readonly blame: 'config' | 'us';
  readonly retryable: false;
  readonly remedy: string;
}

/** What `src/learning` refuses, who has to act, and how. Listed in docs/reference/errors.md. */
export const learningErrors = {
  LEARNER_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'Name one of the learners that the message lists.',
  },
  LEARNER_INPUT_INVALID: {
    blame: 'us',
    retryable: false,
    remedy: 'Report it with the training set: rows must be finite and latencies positive.',
  },
  MODEL_DOCUMENT_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Restore the model from where it came from, or fit it again; it is damaged or not one of ours.',
  },
} as const satisfies Readonly<Record<string, LearningErrorDefinition>>;

export type LearningErrorCode = keyof typeof learningErrors;

/** The only error that leaves `src/learning`. Never worth trying again: the same input gives the same answer. */
export class LearningError extends Error {
  override readonly name = 'LearningError';
  readonly code: LearningErrorCode;
  readonly blame: LearningErrorDefinition['blame'];
  readonly remedy: string;
  /** Facts for a machine: the learner's name, the kind of the model. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: LearningErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.blame = learningErrors[code].blame;
    this.remedy = learningErrors[code].remedy;
    this.details = details;
  }
}
