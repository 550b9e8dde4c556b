import { GraphError } from '../../graph/errors.js';
import { PredictorError } from '../../predictor/errors.js';

/** Whether an error is of the pure rooms, which refuse the same again whenever they are asked. */
export function isRefusedForGood(error: unknown): boolean {
  return error instanceof GraphError || error instanceof PredictorError;
}
