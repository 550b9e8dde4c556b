export { waitForFitness } from './wait-for-fitness.js';
export type { FitnessWaitOptions } from './wait-for-fitness.js';
export { defaultFitnessThresholds, unfitnessOf } from './fitness.js';
export type { FitnessThresholds, Unfitness } from './fitness.js';
export { takeSnapshot } from './snapshot.js';
export type { ConditionsSnapshot } from './snapshot.js';
