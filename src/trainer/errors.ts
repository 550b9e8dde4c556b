import { errorFactory, type ErrorCatalogue } from '../platform/errors.js';

const catalogue = {
  TRAINING_DATA_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Correct the file at the line and field named, or export it again.',
  },
  TRAINING_DATA_MISSING: {
    blame: 'config',
    retryable: false,
    remedy:
      'Profile more operation configurations in this scenario, or name another scenario or device model.',
  },
  LEARNER_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'Name one of the learners that the message lists.',
  },
  STRATEGY_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'Name one of the strategies that the message lists.',
  },
  LEARNER_INPUT_INVALID: {
    blame: 'us',
    retryable: false,
    remedy: 'Report it with the training set: rows must be finite and latencies positive.',
  },
  TRANSFER_SOURCES_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Name one or more other devices of the file with --sources.',
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
  PREDICTOR_NOT_FOUND: {
    blame: 'config',
    retryable: false,
    remedy: 'Name one of the kernel groups that the message lists.',
  },
  RELEASE_NOT_FOUND: {
    blame: 'config',
    retryable: false,
    remedy: 'Train the scenario first, or list the releases there are with `farm predictors ls`.',
  },
} as const satisfies ErrorCatalogue<string>;

/** Every error that the trainer raises, by code. */
export const trainerErrors: ErrorCatalogue<keyof typeof catalogue> = catalogue;

/** Raises the trainer's errors: `throw trainerError('RELEASE_NOT_FOUND', '…')`. */
export const trainerError = errorFactory(trainerErrors);
