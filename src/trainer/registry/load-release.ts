import { createHash } from 'node:crypto';

import type { SqlDatabase } from '../../platform/database/index.js';
import { PredictorError } from '../../predictor/errors.js';
import { parseScenarioKey } from '../../records/scenario.js';
import {
  readArtifacts,
  readReleases,
  type StoredArtifact,
  type StoredRelease,
} from '../../tables/release/stored-releases.js';
import { trainerError } from '../errors.js';
import { KernelPredictor } from '../../predictor/kernels/kernel-predictor.js';
import { NetworkRates, wholeNetworks } from '../../predictor/rates/network-rates.js';
import { calibrationSchema } from '../../predictor/totals/intervals.js';
import { overheadSchema } from '../../predictor/totals/overhead.js';
import { readGpu } from '../../tables/phone/gpu-of-device.js';
import type { LoadedRelease } from '../../predictor/releases/release.js';

/** Which release: the one that answers for a device model in a scenario, or a version of it. */
export interface ReleaseKey {
  readonly scenarioKey: string;
  /** Needed only where several device models have a release in the scenario. */
  readonly deviceModel?: string;
  /** The promoted one when left out. */
  readonly version?: number;
}

/** A release without its predictors. */
export interface FoundRelease extends StoredRelease {
  readonly scenarioKey: string;
  /** GPU of the device model, where its phones agree on one. */
  readonly gpu?: string;
}

/** Which release a key means now. Throws RELEASE_NOT_FOUND when there is none, or several and no device model was named. */
export async function findRelease(database: SqlDatabase, key: ReleaseKey): Promise<FoundRelease> {
  const { scenarioKey } = key;
  const found = await readReleases(database.pool, key);
  const [release, ...others] = found;
  if (release === undefined) throw notFound(key);
  if (others.length > 0)
    throw ambiguous(
      scenarioKey,
      found.map((each) => each.deviceModel),
    );
  const gpu = await readGpu(database.pool, release.deviceModel);
  return { ...release, scenarioKey, ...(gpu !== undefined && { gpu }) };
}

/**
 * Loads a release with all its predictors. Throws what {@link findRelease} throws; PREDICTOR_FILE_INVALID when a stored predictor
 * is damaged.
 */
export async function loadRelease(database: SqlDatabase, key: ReleaseKey): Promise<LoadedRelease> {
  return loadFoundRelease(database, await findRelease(database, key));
}

/** Loads the predictors of a release. Throws PREDICTOR_FILE_INVALID when a stored one is damaged. */
export async function loadFoundRelease(database: SqlDatabase, found: FoundRelease): Promise<LoadedRelease> {
  const { id, deviceModel, scenarioKey, version, gpu } = found;
  const scenario = parseScenarioKey(scenarioKey);
  if (scenario === undefined) throw notFound(found);
  const artifacts = await readArtifacts(database.pool, id);
  const rates = artifacts.find(({ kernelGroup }) => kernelGroup === wholeNetworks);
  return {
    id,
    deviceModel,
    scenarioKey,
    scenario,
    ...(gpu !== undefined && { gpu }),
    version,
    overhead: overheadSchema.parse(found.overhead),
    calibration: calibrationSchema.parse(found.calibration),
    predictors: artifacts
      .filter((each) => each !== rates)
      .map((each) => KernelPredictor.fromBytes(unaltered(each))),
    ...(rates !== undefined && { rates: NetworkRates.fromBytes(unaltered(rates)) }),
  };
}

function unaltered({ artifact, artifactSha256, kernelGroup }: StoredArtifact): Uint8Array {
  if (createHash('sha256').update(artifact).digest('hex') === artifactSha256) return artifact;
  throw new PredictorError('PREDICTOR_FILE_INVALID', `The stored predictor of ${kernelGroup} was altered.`, {
    details: { kernelGroup },
  });
}

function notFound({ scenarioKey, deviceModel, version }: ReleaseKey): Error {
  const of = deviceModel === undefined ? '' : ` for ${deviceModel}`;
  const which = version === undefined ? 'promoted release' : `release of version ${version}`;
  return trainerError('RELEASE_NOT_FOUND', `There is no ${which}${of} in scenario ${scenarioKey}.`, {
    details: { scenarioKey, deviceModel, version },
  });
}

function ambiguous(scenarioKey: string, deviceModels: readonly string[]): Error {
  return trainerError(
    'RELEASE_NOT_FOUND',
    `Scenario ${scenarioKey} has releases for ${deviceModels.join(', ')}: name one of these device models.`,
    { details: { scenarioKey, deviceModels } },
  );
}
