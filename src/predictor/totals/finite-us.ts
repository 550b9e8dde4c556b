import { PredictorError } from '../errors.js';

declare const finite: unique symbol;

/** Microseconds that are a finite number: neither NaN nor infinite. Only {@link finiteUs} and {@link isFiniteUs} make one. */
export type FiniteUs = number & { readonly [finite]: true };

/** Takes a time for what it is said to be, when it is finite. Throws a PredictorError `PREDICTION_NOT_FINITE` that names what was predicted. */
export function finiteUs(us: number, of: string): FiniteUs {
  if (isFiniteUs(us)) return us;
  throw new PredictorError('PREDICTION_NOT_FINITE', `the time predicted for ${of} is no finite number`, {
    details: { of, us: String(us) },
  });
}

/** Whether a time is finite. */
export function isFiniteUs(us: number): us is FiniteUs {
  return Number.isFinite(us);
}
