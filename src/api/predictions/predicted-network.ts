import type { GraphPrediction } from '../../predictor/index.js';
import type { Unmeasured } from './unmeasured.js';

/** What is predicted of a network, and what would have to be measured to know it better. */
export interface PredictedNetwork {
  readonly prediction: GraphPrediction;
  readonly unmeasured: Unmeasured;
}
