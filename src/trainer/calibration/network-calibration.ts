import type { Calibration } from '../../predictor/totals/intervals.js';

/** The two calibrations of a device: of sums of operations, and of times from end to end. */
export interface NetworkCalibration {
  readonly operations: Calibration;
  readonly endToEnd: Calibration | undefined;
  /** Mean absolute error, relative to the whole, of networks whose families were left out; `undefined` where there were too few. */
  readonly networkError?: number;
}
