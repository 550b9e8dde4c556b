/** A run of a whole model, measured end to end and operation by operation; times in µs. */
export interface OverheadObservation {
  readonly kernels: number;
  readonly operationSumUs: number;
  readonly inferenceMeanUs: number;
}
