export { defaultFitnessThresholds, unfitnessOf } from './fitness.js';
export type { FitnessThresholds, Unfitness } from './fitness.js';
export { takeSnapshot } from './snapshot.js';
export type { ConditionsSnapshot } from './snapshot.js';
