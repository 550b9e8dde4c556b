export { chooseNetworks } from './acquisition/networks/choose-networks.js';
export type { ChosenNetworks } from './acquisition/networks/choose-networks.js';
export { chooseRound } from './acquisition/round/choose-round.js';
export type { Round, RoundOptions } from './acquisition/round/choose-round.js';
export { evaluateCurve } from './acquisition/playback/evaluate-curve.js';
export type { CurveEvaluation } from './acquisition/playback/evaluate-curve.js';
export { trainerErrors } from './errors.js';
export { evaluateFarm } from './evaluation/farm/evaluate-farm.js';
export type {
  EvaluateFarmOptions,
  FarmEvaluation,
  IncompleteNetwork,
} from './evaluation/farm/evaluate-farm.js';
export { meanErrorPercent, reportNetwork, reportOperators } from './evaluation/farm/compare-networks.js';
export type { NetworkReport, OperatorReport } from './evaluation/farm/compare-networks.js';
export { campaignResults } from './evaluation/farm/campaign-results.js';
export type { CampaignResults, NetworkResult } from './evaluation/farm/campaign-results.js';
export { judgeRelease } from './evaluation/farm/judge-release.js';
export type { JudgedRelease } from './evaluation/farm/judge-release.js';
export { predictRun } from './evaluation/farm/predict-run.js';
export type { PredictedOperation, PredictedRun } from './evaluation/farm/predict-run.js';
export type { PredictedTotal } from './evaluation/farm/predicted-total.js';
export { readMeasuredGraphs } from './evaluation/farm/measured-graphs.js';
export { evaluateOps } from './evaluation/evaluate-ops.js';
export type { EvaluateOpsOptions, OpsEvaluation } from './evaluation/evaluate-ops.js';
export { evaluateSplit } from './evaluation/evaluate-split.js';
export type { EvaluateSplitOptions, SplitEvaluation, SplitMetrics } from './evaluation/evaluate-split.js';
export { evaluateTransfer } from './evaluation/evaluate-transfer.js';
export type { EvaluateTransferOptions, TransferEvaluation } from './evaluation/evaluate-transfer.js';
export type { PublishedMeasurements } from './material/measured-device.js';
export { parseNetworkList, refuseOverlap } from './evaluation/network-list.js';
export type { NetworkMetrics, PredictedNetwork } from './evaluation/network-metrics.js';
export { curvePlot } from './evaluation/plots/curve-plot.js';
export type { Curve } from './evaluation/plots/curve-plot.js';
export { evaluationPlots } from './evaluation/plots/evaluation-plots.js';
export { farmPlots } from './evaluation/plots/farm-plots.js';
export { exportPredictor } from './registry/export-predictor.js';
export { diffReleases } from './registry/diff-releases.js';
export type { GroupDifference } from './registry/diff-releases.js';
export { defaultGateThresholds } from './registry/gate.js';
export type { GateCheck, GateReport, GateThresholds } from './registry/gate-report.js';
export { listReleases, releaseHistory, showRelease } from './registry/list-releases.js';
export type {
  PredictorSummary,
  ReleaseDetails,
  ReleaseFilter,
  ReleaseHistoryEntry,
  ReleaseSummary,
} from './registry/list-releases.js';
export { importPredictors } from './training/import-predictors.js';
export type { ImportedRelease, ImportPredictorsOptions } from './training/import-predictors.js';
export { pinnedVersion, pinRelease, unpinRelease } from './registry/pin.js';
export { promoteRelease, rollbackRelease } from './registry/promote.js';
export type { ReleaseVersion } from './registry/promote.js';
export { promoteThroughGate } from './registry/promote-through-gate.js';
export type { GatedPromotionOptions } from './registry/promote-through-gate.js';
export { retrainScenario } from './training/retrain.js';
export type { RetrainOptions, RetrainOutcome } from './training/retrain.js';
export { exportRelease, importRelease } from './registry/release-files.js';
export type { ImportedReleaseFile } from './registry/release-files.js';
export { findRelease, loadFoundRelease, loadRelease } from './registry/load-release.js';
export type { FoundRelease, ReleaseKey } from './registry/load-release.js';
export type { GroupLearners } from './training/group-learners.js';
export { trainScenario } from './training/train-scenario.js';
export type { TrainedGroup } from './training/learn-release.js';
export type { ReleaseNotes } from './registry/release-notes.js';
export type { TrainingSummary, TrainScenarioOptions } from './training/train-scenario.js';
export { evaluateTotals } from './totals/evaluate-totals.js';
export type { EvaluatedScenario, EvaluateTotalsOptions, TotalsEvaluation } from './totals/evaluate-totals.js';
export type { OfferedPrior, PriorDecision } from './totals/choose-prior.js';
export { makeRatePrior } from './totals/make-rate-prior.js';
export type { MakeRatePriorOptions } from './totals/make-rate-prior.js';
export { isDescribable } from './totals/network-work.js';
