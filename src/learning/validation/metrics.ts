/** Σ |prediction − latency| / Σ latency. */
export function relativeSpread(predictionsUs: ArrayLike<number>, latenciesUs: ArrayLike<number>): number {
  let error = 0;
  let total = 0;
  for (let index = 0; index < latenciesUs.length; index++) {
    error += Math.abs((predictionsUs[index] as number) - (latenciesUs[index] as number));
    total += latenciesUs[index] as number;
  }
  return error / total;
}

/** |prediction − truth| / truth. */
export function relativeError(prediction: number, truth: number): number {
  return Math.abs(prediction / truth - 1);
}

/** Mean of |prediction − truth| / truth, in percent. */
export function meanAbsolutePercentageError(predictions: Float64Array, truth: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < truth.length; index++) {
    sum += relativeError(predictions[index] as number, truth[index] as number);
  }
  return (100 * sum) / truth.length;
}
