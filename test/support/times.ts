import { finiteUs, type FiniteUs } from '../../src/predictor/index.js';

/** A time of a test, in microseconds. */
export function us(time: number): FiniteUs {
  return finiteUs(time, 'a test');
}
