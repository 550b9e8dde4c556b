import type { Calibration } from '../../predictor/totals/intervals.js';

/** The two calibrations of a device: of sums of operations, and of times from end to end. */
export interface NetworkCalibration {
  readonly operations: Calibration;
  readonly endToEnd: Calibration | undefined;
}
