export {
  isArchitectureSpaceFile,
  parseArchitectureSpace,
  readArchitectureSpace,
} from './architecture-space/architecture-space.js';
export type { NamedArchitectureSpace } from './architecture-space/architecture-space.js';
export { sampleArchitectures } from './architecture-space/sample.js';
export { architectureSpaceSchema } from './architecture-space/schema.js';
export type { ActivePool } from './campaign/samples/candidates.js';
export { planNetworks } from './campaign/active/plan-networks.js';
export { planRound } from './campaign/active/plan-round.js';
export type { PlannedRound } from './campaign/active/plan-round.js';
export { profiledPlaces } from './campaign/active/read-latencies.js';
export { readActivePool } from './campaign/active/read-pool.js';
export { readActiveCampaign } from './campaign/active/running.js';
export type { ActiveCampaign } from './campaign/active/running.js';
export { endRounds, finishActiveCampaign, storeRound } from './campaign/active/store-round.js';
export type { RoundDecision, RoundPlace } from './campaign/active/store-round.js';
export { buildCampaign, parseCampaign, readCampaign } from './campaign/campaign.js';
export type { Campaign } from './campaign/campaign.js';
export { findCampaign } from './campaign/find.js';
export {
  cancelCampaign,
  failCampaign,
  noteTrouble,
  pauseCampaign,
  resumeCampaign,
  settleCampaign,
} from './campaign/life-cycle.js';
export { splitFailedPacks } from './campaign/packing/split-packs.js';
export { judgePlacePacking } from './campaign/packing/judgements.js';
export type { PackingDecision } from './campaign/packing/judge-packing.js';
export { campaignProgress, listCampaigns } from './campaign/progress.js';
export type { CampaignList, CampaignProgress, CampaignQuery, CampaignSummary } from './campaign/progress.js';
export { runQueuesOn } from './campaign/queueing/queues.js';
export type { RunQueues } from './campaign/queueing/queues.js';
export { reconcile } from './campaign/queueing/reconcile.js';
export type { ReconcileOptions } from './campaign/queueing/reconcile.js';
export { campaignSchema } from './campaign/file/schema.js';
export type { CampaignFile } from './campaign/file/schema.js';
export { submitCampaign } from './campaign/submit.js';
export type { SubmittedCampaign } from './campaign/submit.js';
export { measuringCosts } from './cost/measuring-costs.js';
export type { CostBasis } from './cost/run-cost.js';
export type { MeasuringCost } from './cost/measuring-costs.js';
export { readRunCost } from './cost/run-cost.js';
export type { CampaignEstimate } from './estimate/campaign-estimate.js';
export { estimateCampaign } from './estimate/estimate-campaign.js';
export { defaultRunLimit, listRuns } from './runs/list-runs.js';
export type { RunList, RunQuery } from './runs/list-runs.js';
export { pruneOutputs } from './runs/prune-outputs.js';
export type { Pruned, PruneOptions } from './runs/prune-outputs.js';
export { runLog } from './runs/run-log.js';
export type { RunLog } from './runs/run-log.js';
export { showRun } from './runs/show-run.js';
export type { RunDetails } from './runs/show-run.js';
export { sampleSearchSpace } from './sampling/sampler.js';
export type { OperationSample, SampleCounts } from './sampling/sampler.js';
export { searchSpaceSchema } from './search-space/schema.js';
export { parseSearchSpace, readSearchSpace } from './search-space/search-space.js';
export type { OperationSpace, SearchSpace } from './search-space/search-space.js';
export { describeArchitectureSpace } from './space-description/architectures.js';
export { describeOperationSpace } from './space-description/operations.js';
export type { SpaceDescription } from './space-description/space-description.js';
