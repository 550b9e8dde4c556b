// Pure statistics on typed arrays: learners, folds, quantiles, random streams. No word of phones, operations or files of ours.
export { LearningError, learningErrors } from './errors.js';
export type { LearningErrorCode } from './errors.js';
export { learnerNamed, learnerNames, parseLearnerName } from './learners/catalogue.js';
export type { LearnerName } from './learners/catalogue.js';
export type { FittedModel, Learner, TrainingProblem } from './model/learner.js';
export type { ModelArray, ModelDocument } from './model/model-document.js';
export { readModel } from './learners/read-model.js';
export { randomFromSeed } from './random/random.js';
export type { Random } from './random/random.js';
export { tableOfRecords } from './model/feature-table.js';
export type { FeatureRecord, FeatureTable } from './model/feature-table.js';
export { crossValidate, groupedFolds, rankLearners } from './validation/cross-validation.js';
export type { CrossValidation } from './validation/cross-validation.js';
export { meanAbsolutePercentageError, relativeSpread } from './validation/metrics.js';
export { conformalQuantile, normalScale90 } from './validation/quantiles.js';
