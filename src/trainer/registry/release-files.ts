import type { Database } from '../../platform/database/index.js';
import { decodeRelease, encodeRelease } from '../../predictor/releases/release-file.js';
import { PredictorError } from '../../predictor/errors.js';
import { parseScenarioKey } from '../../records/scenario.js';
import { storeScenarios } from '../../tables/scenario/scenarios.js';
import { loadRelease, type ReleaseKey } from './load-release.js';
import { storeRelease, type StoredRelease } from './store-release.js';

/** A release as a file that holds everything needed to predict with it. Throws what {@link loadRelease} throws. */
export async function exportRelease(database: Database, key: ReleaseKey): Promise<Uint8Array> {
  return encodeRelease(await loadRelease(database, key));
}

/** What was stored of a file. */
export interface ImportedReleaseFile extends StoredRelease {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  /** The version that the release had where it came from. */
  readonly originalVersion: number;
}

/**
 * Stores a release that another farm exported as a candidate of its device model and scenario: it answers nothing until it is
 * promoted. Throws PREDICTOR_FILE_INVALID or PREDICTOR_FORMAT_UNSUPPORTED for a file that cannot be used, before anything is stored.
 */
export async function importRelease(
  database: Database,
  bytes: Uint8Array,
  actor: string,
): Promise<ImportedReleaseFile> {
  const release = decodeRelease(bytes);
  const { deviceModel, scenarioKey, version, predictors, rates, overhead, calibration } = release;
  await rememberScenario(database, scenarioKey);
  const first = predictors[0] ?? rates;
  const stored = await storeRelease(database, {
    deviceModel,
    scenarioKey,
    predictors,
    ...(rates !== undefined && { rates }),
    overhead,
    calibration,
    metrics: { importedVersion: version },
    trainingSetHash: first?.facts.trainingSetHash ?? '',
    seed: first?.facts.seed ?? 0,
    codeVersion: first?.facts.codeVersion ?? '',
    state: 'CANDIDATE',
    made: { kind: 'imported', actor },
  });
  return { ...stored, deviceModel, scenarioKey, originalVersion: version };
}

/** A farm that has never measured in a scenario does not know it yet. */
async function rememberScenario(database: Database, key: string): Promise<void> {
  if (parseScenarioKey(key) === undefined) {
    throw new PredictorError('PREDICTOR_FILE_INVALID', `The release is of ${key}, which is no scenario.`);
  }
  await storeScenarios(database.pool, [key]);
}
