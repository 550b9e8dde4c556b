import { dirname } from 'node:path';

import { readCampaign, buildCampaign, submitCampaign } from '../../../orchestrator/index.js';
import type { Campaign, CampaignProgress } from '../../../orchestrator/index.js';
import type { Logger } from '../../../platform/index.js';
import { createPredictor, wholePrediction } from '../../../predictor/index.js';
import {
  loadRelease,
  meanErrorPercent,
  readMeasuredGraphs,
  reportNetwork,
  reportOperators,
  trainScenario,
} from '../../../trainer/index.js';
import type { NetworkReport, OperatorReport, TrainingSummary } from '../../../trainer/index.js';
import { progressLine, watchCampaign } from '../../campaigns/watch.js';
import type { CommandContext } from '../../context/context.js';
import { packageFile } from '../../package-files.js';
import type { Services } from '../../context/services.js';
import { programVersion } from '../../version.js';
import { measuredNetworkPaths, refusedNetworkName, refusedNetworkPath } from './networks.js';
import { readRefusedModels } from '../../../tables/sample/refused-models.js';
import type { RefusedModel } from '../../../tables/sample/refused-models.js';
import { withThrowawayLab } from './throwaway-lab.js';

/** What `farm demo --json` prints. Latencies are microseconds of one inference, errors relative to what was measured. */
export interface DemoDocument {
  readonly scenario: string;
  readonly networks: readonly NetworkReport[];
  readonly meanErrorPercent: number;
  /** Models that the runtime cannot execute, and why. */
  readonly refused: readonly RefusedModel[];
  readonly operators: readonly OperatorReport[];
  readonly training: Pick<TrainingSummary, 'trainingRows' | 'trainingSetHash' | 'groups' | 'overhead'>;
  readonly runs: Readonly<Record<string, number>>;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly phones: number;
  /** Share of the phones' time that was spent inside the benchmark tool while operations were measured. */
  readonly phoneBusyShare: number;
  /** From the start of the command to its end. */
  readonly seconds: number;
}

export interface DemoOptions {
  readonly phones: number;
  readonly logger: Logger;
}

/** How long the farm may do nothing before the demo gives up. */
const patienceMs = 90_000;

/**
 * The farm's main job from beginning to end, on throwaway services and virtual phones: measures sampled operations, learns
 * from them, and predicts networks that it has not learned from beside what they take.
 */
export async function runDemo(context: CommandContext, options: DemoOptions): Promise<DemoDocument> {
  const startedMs = context.clock.monotonicMs();
  const campaign = await demoCampaign();
  return withThrowawayLab(context, options, async (services, lab) => {
    const measured = await measure(context, services, campaign);
    // Learning keeps this process busy for longer than phones may be left alone.
    await lab.stop();
    const training = await train(context, services, campaign);
    const compared = await compareNetworks(services, campaign, measured.id);
    const reports = compared.map(reportNetwork);
    const { trainingRows, trainingSetHash, groups, overhead } = training;
    return {
      scenario: scenarioOf(campaign),
      networks: reports,
      meanErrorPercent: meanErrorPercent(reports),
      refused: await readRefusedModels(services.database.pool, measured.id),
      operators: reportOperators(compared),
      training: { trainingRows, trainingSetHash, groups, overhead },
      runs: measured.runs,
      verdicts: measured.verdicts,
      phones: options.phones,
      phoneBusyShare: measured.phoneBusyShare ?? 0,
      seconds: (context.clock.monotonicMs() - startedMs) / 1000,
    };
  });
}

/**
 * The operations to learn from, and the networks to be tested on among them: what slows the machine down for a while then
 * slows both down, and does not look like a wrong prediction.
 */
async function demoCampaign(): Promise<Campaign> {
  const file = packageFile('configs/campaigns/demo.yaml');
  const { file: operations } = await readCampaign(file);
  return buildCampaign(
    { ...operations, files: [...measuredNetworkPaths(), refusedNetworkPath()] },
    dirname(file),
  );
}

async function measure(
  { progress, clock, signal }: CommandContext,
  services: Services,
  campaign: Campaign,
): Promise<CampaignProgress> {
  const stage = progress.stage('measure');
  try {
    const { id } = await submitCampaign(services.database, services.queues, campaign);
    const onProgress = (state: CampaignProgress) => stage.update(progressLine(state));
    const end = await watchCampaign(services, id, { clock, signal, patienceMs, onProgress });
    stage.done(measuredText(campaign, end));
    return end;
  } catch (error) {
    stage.failed();
    throw error;
  }
}

function measuredText({ samples, file: { repetitions } }: Campaign, { runs }: CampaignProgress): string {
  const configurations = samples.reduce(
    (sum, { spec }) => sum + (spec.kind === 'operations' ? spec.configurations.length : 0),
    0,
  );
  // Every run of the network with operations that the runtime has not is to fail.
  const meant = refusedRuns(samples, repetitions);
  const failed = [
    ...(meant > 0 && runs.FAILED >= meant ? [`, ${meant} refused as they are meant to be`] : []),
    ...(runs.FAILED > meant ? [`, ${runs.FAILED - meant} failed`] : []),
  ].join('');
  return `${configurations} operation configurations and ${measuredNetworkPaths().length} networks in ${runs.DONE} runs${failed}`;
}

async function train(
  context: CommandContext,
  { database }: Services,
  campaign: Campaign,
): Promise<TrainingSummary> {
  const stage = context.progress.stage('train');
  const summary = await trainScenario({
    database,
    scenarioKey: scenarioOf(campaign),
    seed: campaign.file.seed,
    codeVersion: programVersion,
    // The networks stay unseen: they are what the predictors are tested on.
    sampleKinds: ['OPERATIONS'],
    onGroup: ({ kernelGroup }, done, total) => stage.update(`${done} of ${total}: ${kernelGroup}`),
  });
  stage.done(`${summary.groups.length} predictors from ${summary.trainingRows} timings`);
  return summary;
}

/** How many runs of a campaign are meant to be refused. */
function refusedRuns(samples: Campaign['samples'], repetitions: number): number {
  return repetitions * samples.filter(({ name }) => name === refusedNetworkName).length;
}

/** The networks that were measured, in the order of their names, beside what the release says of them. */
async function compareNetworks({ database }: Services, campaign: Campaign, campaignId: string) {
  const scenarioKey = scenarioOf(campaign);
  const release = await loadRelease(database, { scenarioKey });
  const predictor = createPredictor(release);
  const { deviceModel, scenario } = release;
  const { networks } = await readMeasuredGraphs(database, { deviceModel, scenarioKey, campaignId });
  return networks.map((measured) => ({
    measured,
    delegate: scenario.delegate,
    prediction: wholePrediction(measured.name, predictor.predict(measured.graph)),
  }));
}

function scenarioOf({ file }: Campaign): string {
  return file.scenarios[0] as string;
}
