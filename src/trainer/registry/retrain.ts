import type { Database } from '../../platform/database/index.js';
import { isFarmError } from '../../platform/errors.js';
import type { LoadedRelease } from '../predictor.js';
import { trainScenario, type TrainingSummary, type TrainScenarioOptions } from '../train-scenario.js';
import { readTrainingSet } from '../training-set.js';
import { splitFrozen } from './frozen-set.js';
import { judgeCandidate, type GateReport, type GateThresholds } from './gate.js';
import { loadRelease } from './load-release.js';
import { promoteRelease, rejectRelease } from './promote.js';

export interface RetrainOptions extends Omit<TrainScenarioOptions, 'candidate'> {
  /** Who asks: a user's name, `nightly`. Kept in the history. */
  readonly actor: string;
  readonly gate?: Partial<GateThresholds>;
}

export interface RetrainOutcome {
  readonly training: TrainingSummary;
  readonly gate: GateReport;
  readonly promoted: boolean;
}

/**
 * Trains a candidate, judges it against the release that answers now, and promotes it or keeps it as rejected. The incumbent
 * goes on answering until the very moment of promotion. Throws what training throws.
 */
export async function retrainScenario(options: RetrainOptions): Promise<RetrainOutcome> {
  const { database, scenarioKey, actor } = options;
  const training = await trainScenario({ ...options, candidate: true });
  const { deviceModel, version } = training;
  const key = { deviceModel, scenarioKey, version };
  const gate = judgeCandidate(
    await frozenRows(database, deviceModel, scenarioKey, options),
    await loadRelease(database, key),
    await incumbentOf(database, deviceModel, scenarioKey),
    options.gate,
  );
  if (gate.passed) await promoteRelease(database, key, { actor, gateReport: gate });
  else await rejectRelease(database, key, gate, actor);
  return { training, gate, promoted: gate.passed };
}

async function frozenRows(
  database: Database,
  deviceModel: string,
  scenarioKey: string,
  { sampleKinds = ['OPERATIONS', 'ARCHITECTURE', 'FILE'] }: RetrainOptions,
) {
  const { rows } = await readTrainingSet(database, { deviceModel, scenarioKey, sampleKinds });
  return splitFrozen(rows).frozen;
}

/** The release that answers now. A damaged one cannot be compared with, and must not keep a sound one from answering. */
async function incumbentOf(
  database: Database,
  deviceModel: string,
  scenarioKey: string,
): Promise<LoadedRelease | undefined> {
  try {
    return await loadRelease(database, { deviceModel, scenarioKey });
  } catch (error) {
    if (isFarmError(error, 'RELEASE_NOT_FOUND') || isFarmError(error, 'PREDICTOR_FILE_INVALID'))
      return undefined;
    throw error;
  }
}
