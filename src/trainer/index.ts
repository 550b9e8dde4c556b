export { trainerErrors } from './errors.js';
export type { Calibration } from './intervals.js';
export { learnerNames } from './learners/catalogue.js';
export type { LearnerName } from './learners/catalogue.js';
export type { Overhead } from './overhead.js';
export { createPredictor } from './predictor.js';
export type { GraphPrediction, LoadedRelease, OperationPrediction, Predictor } from './predictor.js';
export { diffReleases } from './registry/diff-releases.js';
export type { GroupDifference } from './registry/diff-releases.js';
export { defaultGateThresholds } from './registry/gate.js';
export type { GateCheck, GateReport, GateThresholds } from './registry/gate.js';
export { listReleases, releaseHistory, showRelease } from './registry/list-releases.js';
export type {
  PredictorSummary,
  ReleaseDetails,
  ReleaseFilter,
  ReleaseHistoryEntry,
  ReleaseSummary,
} from './registry/list-releases.js';
export { promoteRelease, rollbackRelease } from './registry/promote.js';
export type { ReleaseVersion } from './registry/promote.js';
export { retrainScenario } from './registry/retrain.js';
export type { RetrainOptions, RetrainOutcome } from './registry/retrain.js';
export { loadRelease } from './registry/load-release.js';
export type { ReleaseKey } from './registry/load-release.js';
export { trainScenario } from './train-scenario.js';
export type { TrainedGroup, TrainingSummary, TrainScenarioOptions } from './train-scenario.js';
