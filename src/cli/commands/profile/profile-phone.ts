import { userInfo } from 'node:os';

import { architectureNames, buildArchitecture } from '../../../graph/index.js';
import { buildCampaign, cancelCampaign, submitCampaign } from '../../../orchestrator/index.js';
import type { Campaign, CampaignProgress } from '../../../orchestrator/index.js';
import { createPredictor } from '../../../predictor/index.js';
import { listReleases, loadRelease, readMeasuredGraphs, retrainScenario } from '../../../trainer/index.js';
import type { OfferedPrior, ReleaseNotes, TrainingSummary } from '../../../trainer/index.js';
import { findPhone } from '../../../worker/index.js';
import { advanceActiveCampaigns } from '../../campaigns/advance-active.js';
import { choosersInChildren } from '../../campaigns/round-process/choose-in-child.js';
import { progressLine, watchCampaign } from '../../campaigns/watch.js';
import type { CommandContext } from '../../context/context.js';
import { configuredServices } from '../../context/configured-services.js';
import type { Services } from '../../context/services.js';
import { shippedPrior } from '../../files/offered-prior.js';
import { cliError } from '../../errors.js';
import { programVersion } from '../../version.js';

export interface ProfilePhoneOptions {
  readonly serial: string;
  readonly scenarioKey: string;
  readonly budgetSeconds: number;
  /** Names of networks to choose from, and to know well. */
  readonly networks: readonly string[];
  /** What phones have in common: `auto`, `always`, `none`, or a file. */
  readonly priorNamed: string;
  readonly prior?: OfferedPrior;
}

/** What `farm profile --json` prints. */
export interface ProfileDocument {
  readonly phone: string;
  readonly deviceModel: string;
  readonly scenario: string;
  readonly campaign: string;
  /** Why no more was measured. */
  readonly reason: string;
  readonly phoneSeconds: number;
  readonly failedRuns: number;
  /** Networks that were measured well, round after round, µs. */
  readonly measured: readonly { readonly network: string; readonly us: number }[];
  readonly release: {
    readonly version: number;
    readonly promoted: boolean;
    /** Mean error of networks that were held out, percent; null where none could be. */
    readonly heldOutErrorPercent: number | null;
    /** What else is told of it: the prior that was offered, networks that are not believed. */
    readonly notes: ReleaseNotes;
  };
  /** Every network to be known, the fastest first, µs; interval at 90 %. */
  readonly networks: readonly KnownNetwork[];
  /** Networks of which the release cannot tell a time. */
  readonly unknown: readonly string[];
}

export interface KnownNetwork {
  readonly network: string;
  readonly predictedUs: number;
  readonly lowUs: number;
  readonly highUs: number;
}

/** How long the farm may do nothing before the profile gives up. */
const patienceMs = 180_000;
/** Inferences of a network: a few tell its time to a percent, and the rest of a minute is for other networks. */
const measurement = { warmupRuns: 1, runs: 5, minSeconds: 0.2, maxSeconds: 10 };
/** Networks of a round: what each teaches shows in the next. */
const roundSize = 2;
/** Never reached: the budget ends it. */
const target = { withinPercent: 5, ofNetworksPercent: 100 };

/**
 * Measures the networks of whose times most is learned for each second of phone time, learns from them, releases, and tells what is known
 * of all networks. Throws PHONE_UNKNOWN, CAMPAIGN_STUCK, what submitting a campaign and training throw.
 */
export async function profilePhone(
  context: CommandContext,
  options: ProfilePhoneOptions,
): Promise<ProfileDocument> {
  const services = await context.services();
  const { phone } = await findPhone(services.database, options.serial);
  const { pool } = phone;
  const campaign = await campaignOf(options, pool.key, context.cwd);
  const { id, progress } = await measure(context, services, campaign);
  const key = { deviceModel: phone.deviceModel, scenarioKey: options.scenarioKey };
  const { training, promoted } = await train(context, services, key, options);
  const { networks } = await readMeasuredGraphs(services.database, { ...key, campaignId: id });
  const measured = networks
    .filter(({ verdicts }) => verdicts.includes('ok'))
    .map(({ name, inferenceUs: us }) => ({ ...ownName(name), us }))
    .toSorted((a, b) => a.round - b.round);
  const { notes } = training;
  return {
    phone: options.serial,
    deviceModel: phone.deviceModel,
    scenario: options.scenarioKey,
    campaign: id,
    reason: progress.stateReason ?? '',
    phoneSeconds: progress.rounds.reduce((most, { spentMs }) => Math.max(most, spentMs), 0) / 1000,
    failedRuns: progress.runs.FAILED,
    measured: measured.map(({ network, us }) => ({ network, us })),
    release: {
      version: training.version,
      promoted,
      heldOutErrorPercent: notes.heldOut?.networksPercent ?? null,
      notes,
    },
    ...(await whatIsKnown(services, key, campaign)),
  };
}

/** Samples of rounds are called `round 3: resnet18`. */
function ownName(sample: string): { readonly round: number; readonly network: string } {
  const [, round = '0', network = sample] = /^round (\d+): (.*)$/.exec(sample) ?? [];
  return { round: Number(round), network };
}

async function campaignOf(
  { serial, scenarioKey, budgetSeconds, networks, priorNamed }: ProfilePhoneOptions,
  poolKey: string,
  cwd: string,
): Promise<Campaign> {
  return buildCampaign(
    {
      name: `profile-${serial.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
      owner: userInfo().username,
      priority: 0,
      scenarios: [scenarioKey],
      phones: { pools: [poolKey] },
      architectures: networks.map((name) => ({ name })),
      runsPerJob: roundSize,
      measurement,
      active: {
        units: 'networks',
        prior: priorNamed,
        budgetPhoneMinutes: budgetSeconds / 60,
        roundSize,
        target,
        patienceRounds: architectureNames().length,
      },
    },
    cwd,
  );
}

async function measure(
  context: CommandContext,
  services: Services,
  campaign: Campaign,
): Promise<{ readonly id: string; readonly progress: CampaignProgress }> {
  const { progress, clock, signal } = context;
  const stage = progress.stage('measure');
  const { databaseUrl } = await configuredServices(await context.config());
  const choose = choosersInChildren(databaseUrl);
  const { id } = await submitCampaign(services.database, services.queues, campaign);
  try {
    const end = await watchCampaign(services, id, {
      ...{ clock, signal, patienceMs },
      onProgress: (state) => stage.update(progressLine(state)),
      advance: () =>
        advanceActiveCampaigns(services, {
          choose,
          only: id,
          prior: shippedPrior,
        }),
    });
    if (end.state !== 'DONE' && end.state !== 'PARTLY_DONE')
      throw cliError('PROFILE_BROKEN_OFF', `Campaign ${id} is ${end.state}: ${end.stateReason ?? ''}`);
    stage.done(`${end.runs.DONE} networks: ${end.stateReason ?? ''}`);
    return { id, progress: end };
  } catch (error) {
    stage.failed();
    await cancelCampaign(services.database, id, 'the profile it was for has ended').catch(() => undefined);
    throw error;
  }
}

/** The first release answers at once; any other has to do better than the one that answers. */
async function train(
  context: CommandContext,
  { database }: Services,
  key: { readonly deviceModel: string; readonly scenarioKey: string },
  { prior }: ProfilePhoneOptions,
): Promise<{ readonly training: TrainingSummary; readonly promoted: boolean }> {
  const stage = context.progress.stage('train');
  const options = {
    ...{ database, ...key, seed: 1, codeVersion: programVersion },
    ...(prior !== undefined && { prior }),
  };
  const outcome = await retrainScenario({
    ...options,
    ...{ actor: userInfo().username, acceptsFirst: true, gate: {} },
  });
  stage.done(`release ${outcome.training.version}`);
  return outcome;
}

/** What the release that answers says of each network; nothing where none does. */
async function whatIsKnown(
  { database }: Services,
  key: { readonly deviceModel: string; readonly scenarioKey: string },
  { active }: Campaign,
): Promise<Pick<ProfileDocument, 'networks' | 'unknown'>> {
  const [answering] = (await listReleases(database, key)).filter(({ state }) => state === 'promoted');
  if (answering === undefined) return { networks: [], unknown: [] };
  const predictor = createPredictor(await loadRelease(database, key));
  const unknown: string[] = [];
  const networks = (active?.architectures ?? []).flatMap(({ name, precision }): KnownNetwork[] => {
    const prediction = predictor.predict(buildArchitecture(name, { precision }));
    if (!prediction.complete) {
      unknown.push(name);
      return [];
    }
    const { totalUs, interval } = prediction;
    const { lowUs, highUs } = interval;
    return [{ network: name, predictedUs: totalUs, lowUs, highUs }];
  });
  return { networks: networks.sort((a, b) => a.predictedUs - b.predictedUs), unknown };
}
