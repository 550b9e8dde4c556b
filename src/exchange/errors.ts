import { errorFactory, type ErrorCatalogue } from '../platform/errors.js';

/** Every error that `src/exchange` raises, by code. Listed in docs/reference/errors.md. */
export const exchangeErrors = {
  TRAINING_DATA_INVALID: {
    blame: 'config',
    retryable: false,
    remedy: 'Correct the file at the line and field named, or export it again.',
  },
} as const satisfies ErrorCatalogue<string>;

/** Raises the errors of exchanged files: `throw exchangeError('TRAINING_DATA_INVALID', '…')`. */
export const exchangeError = errorFactory<keyof typeof exchangeErrors>(exchangeErrors);
