// All that answers for a graph: what learners see of kernels, their predictors, overhead and intervals. Pure: no database, no phone.
export { PredictorError, predictorErrors } from './errors.js';
export type { PredictorErrorCode } from './errors.js';
export { KernelPredictor } from './kernels/kernel-predictor.js';
export type { PredictorFacts } from './kernels/kernel-predictor.js';
export { NetworkRates } from './rates/network-rates.js';
export type { NetworkAnswer, RateFacts } from './rates/network-rates.js';
export { decodeRatePrior, encodeRatePrior } from './rates/rate-prior.js';
export type { RatePrior, RatePriorFamily } from './rates/rate-prior.js';
export type { RateAnswer } from './rates/rate-model.js';
export type { Work } from './work/work.js';
export type { Calibration, KernelSpread } from './totals/intervals.js';
export type { Overhead } from './totals/overhead.js';
export { createPredictor } from './networks/predictor.js';
export { leftOutText } from './networks/left-out-text.js';
export { wholePrediction } from './networks/prediction.js';
export type {
  CompletePrediction,
  GraphPrediction,
  OperationPrediction,
  PartialPrediction,
} from './networks/prediction.js';
export type { Predictor, PredictorOptions } from './networks/predictor.js';
export { refuseMisfit } from './networks/refuse-misfit.js';
export type { LoadedRelease, ReleaseScenario } from './releases/release.js';
export { decodeRelease, encodeRelease, loadRelease } from './releases/release-file.js';
export { predictorToOnnx } from './onnx/export-predictor.js';
export { finiteUs } from './totals/finite-us.js';
export type { FiniteUs } from './totals/finite-us.js';
