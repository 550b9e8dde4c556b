import { errorFactory, type ErrorCatalogue } from '../platform/errors.js';

const catalogue = {
  TRAINING_DATA_MISSING: {
    blame: 'config',
    retryable: false,
    remedy:
      'Profile more operation configurations in this scenario, or name another scenario or device model.',
  },
  TRAINING_DELEGATES_MIXED: {
    blame: 'config',
    retryable: false,
    remedy:
      "Measure the library that counts under a name of its own (`delegates` in the campaign's file): a name stands for one library.",
  },
  STRATEGY_UNKNOWN: {
    blame: 'config',
    retryable: false,
    remedy: 'Name one of the strategies that the message lists.',
  },
  TRANSFER_SOURCES_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Name one or more other devices of the file with --sources.',
  },
  NETWORK_NOT_MEASURED: {
    blame: 'config',
    retryable: false,
    remedy: 'Name networks as the message lists them, or measure this one first.',
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
