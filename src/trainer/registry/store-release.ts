import { createHash } from 'node:crypto';

import type { Prisma } from '../../platform/database/index.js';
import { type Database } from '../../platform/database/index.js';
import { trainerError } from '../errors.js';
import type { Calibration } from '../../predictor/totals/intervals.js';
import type { KernelPredictor } from '../../predictor/kernels/kernel-predictor.js';
import type { Overhead } from '../../predictor/totals/overhead.js';
import { lockReleases } from './release-lock.js';

/** A release as it leaves training. */
export interface TrainedRelease {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly predictors: readonly KernelPredictor[];
  readonly overhead: Overhead;
  readonly calibration: Calibration;
  readonly metrics: unknown;
  readonly trainingSetHash: string;
  readonly seed: number;
  readonly codeVersion: string;
  /** Whether it answers at once, or waits to be judged. */
  readonly state: 'PROMOTED' | 'CANDIDATE';
  /** How the history begins; by default the trainer trained it. */
  readonly made?: { readonly kind: 'trained' | 'imported'; readonly actor: string };
}

export interface StoredRelease {
  readonly releaseId: string;
  readonly version: number;
}

/**
 * Stores a release and its predictors as the next version, all or nothing; a promoted one answers in place of the one before.
 * Trainers of the same device model and scenario wait for each other. Throws RELEASE_NOT_FOUND for an unknown scenario.
 */
export function storeRelease(database: Database, release: TrainedRelease): Promise<StoredRelease> {
  const { deviceModel, scenarioKey } = release;
  return database.prisma.$transaction(async (transaction) => {
    await lockReleases(transaction, deviceModel, scenarioKey);
    const scenario = await transaction.scenario.findUnique({ where: { key: scenarioKey } });
    if (scenario === null) {
      throw trainerError('RELEASE_NOT_FOUND', `There is no scenario ${scenarioKey}.`, {
        details: { scenarioKey },
      });
    }
    const where = { deviceModel, scenarioId: scenario.id };
    const latest = await transaction.release.aggregate({ where, _max: { version: true } });
    const version = (latest._max.version ?? 0) + 1;
    if (release.state === 'PROMOTED') await retireIncumbent(transaction, where);
    const stored = await transaction.release.create({ data: releaseData(release, scenario.id, version) });
    return { releaseId: stored.id, version };
  });
}

async function retireIncumbent(
  transaction: Prisma.TransactionClient,
  where: { readonly deviceModel: string; readonly scenarioId: string },
): Promise<void> {
  const incumbents = await transaction.release.findMany({ where: { ...where, state: 'PROMOTED' } });
  for (const { id } of incumbents) {
    await transaction.release.update({
      where: { id },
      data: { state: 'RETIRED', events: { create: { kind: 'retired', actor: 'trainer' } } },
    });
  }
}

function releaseData(
  release: TrainedRelease,
  scenarioId: string,
  version: number,
): Prisma.ReleaseUncheckedCreateInput {
  const { deviceModel, seed, codeVersion, trainingSetHash } = release;
  return {
    deviceModel,
    scenarioId,
    version,
    seed,
    codeVersion,
    trainingSetHash,
    state: release.state,
    overhead: { ...release.overhead },
    calibration: asJson(release.calibration),
    metrics: asJson(release.metrics),
    events: { create: firstEvents(release) },
    predictors: {
      create: release.predictors.map((predictor) => ({
        predictor: { create: predictorData(predictor, release, scenarioId, version) },
      })),
    },
  };
}

function firstEvents({ state, made = { kind: 'trained', actor: 'trainer' } }: TrainedRelease) {
  return state === 'PROMOTED' ? [made, { kind: 'promoted', actor: made.actor }] : [made];
}

function predictorData(
  predictor: KernelPredictor,
  release: TrainedRelease,
  scenarioId: string,
  version: number,
) {
  const { facts } = predictor;
  const artifact = Buffer.from(predictor.toBytes());
  return {
    scenario: { connect: { id: scenarioId } },
    deviceModel: release.deviceModel,
    kernelGroup: facts.kernelGroup,
    version,
    learner: facts.learner,
    artifact,
    artifactSha256: createHash('sha256').update(artifact).digest('hex'),
    trainingSetHash: facts.trainingSetHash,
    trainingRows: facts.trainingRows,
    metrics: facts.metrics,
    seed: facts.seed,
    codeVersion: facts.codeVersion,
  };
}

function asJson(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}
