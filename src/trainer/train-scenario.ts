import type { Database } from '../platform/database/index.js';
import { randomFromSeed } from '../platform/random.js';
import { trainerError } from './errors.js';
import { normalScale90, relativeSpread, unknownSpread, type Calibration } from './intervals.js';
import { fitKernelSet, type FittedKernelGroup } from './kernel-set.js';
import { trainingSetHash } from './latency-rows.js';
import type { LearnerName } from './learners/catalogue.js';
import { fitOverhead, type Overhead } from './overhead.js';
import { storeRelease } from './registry/store-release.js';
import { measuredDeviceModels, readTrainingSet, type SampleKind, type TrainingSet } from './training-set.js';

export interface TrainScenarioOptions {
  readonly database: Database;
  readonly scenarioKey: string;
  /** Needed only where several device models were measured in the scenario. */
  readonly deviceModel?: string;
  /** The same measurements, seed and code give the same predictors, byte for byte. */
  readonly seed: number;
  /** Version of this program, kept with what it makes. */
  readonly codeVersion: string;
  /** `auto` by default: the best in cross-validation, for each kernel group. */
  readonly learner?: LearnerName | 'auto';
  /** Samples to learn from; all kinds by default. */
  readonly sampleKinds?: readonly SampleKind[];
  /** Told when a kernel group is fitted. */
  readonly onGroup?: (group: TrainedGroup, done: number, total: number) => void;
}

/** What was fitted for one kernel group. */
export interface TrainedGroup {
  readonly kernelGroup: string;
  readonly learner: string;
  readonly configurations: number;
  /** Cross-validated, of the learner chosen; absent where there were too few configurations. */
  readonly mapePercent?: number;
}

export interface TrainingSummary {
  readonly releaseId: string;
  readonly version: number;
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly trainingRows: number;
  readonly trainingSetHash: string;
  readonly groups: readonly TrainedGroup[];
  readonly overhead: Overhead;
  readonly unknownOperators: Readonly<Record<string, number>>;
}

/**
 * Learns one predictor per operator from all runs with verdict `ok` of a scenario on a device model, and one of all operators
 * together for those that were measured little or not at all; fits the overhead; stores a release that answers from then on.
 * Throws TRAINING_DATA_MISSING when there is nothing to learn from, or several device models and none was named.
 */
export async function trainScenario(options: TrainScenarioOptions): Promise<TrainingSummary> {
  const { database, scenarioKey, seed, codeVersion } = options;
  const deviceModel = options.deviceModel ?? (await onlyDeviceModel(database, scenarioKey));
  const sampleKinds = options.sampleKinds ?? ['OPERATIONS', 'ARCHITECTURE', 'FILE'];
  const trainingSet = await readTrainingSet(database, { deviceModel, scenarioKey, sampleKinds });
  const { rows, unknownOperators } = trainingSet;
  if (rows.length === 0) throw nothingToLearn(scenarioKey, deviceModel);
  const hash = trainingSetHash(rows);
  const fitted = fitKernelSet(rows, {
    learner: options.learner ?? 'auto',
    random: randomFromSeed(seed),
    seed,
    codeVersion,
    trainingSetHash: hash,
    onGroup: (group, done, total) => options.onGroup?.(trainedGroup(group), done, total),
  });
  const overhead = fitOverhead(overheadRuns(trainingSet));
  const groups = fitted.groups.map(trainedGroup);
  const stored = await storeRelease(database, {
    deviceModel,
    scenarioKey,
    predictors: fitted.set.predictors,
    overhead,
    calibration: calibrationOf(fitted.groups),
    metrics: { groups },
    trainingSetHash: hash,
    seed,
    codeVersion,
  });
  const trainingRows = rows.length;
  return {
    ...stored,
    deviceModel,
    scenarioKey,
    trainingRows,
    trainingSetHash: hash,
    groups,
    overhead,
    unknownOperators,
  };
}

function trainedGroup({ rows, fit }: FittedKernelGroup): TrainedGroup {
  const mapePercent = fit.mapePercent[fit.learner];
  return {
    kernelGroup: rows.kernelGroup,
    learner: fit.learner,
    configurations: rows.configurations.length,
    ...(mapePercent !== undefined && { mapePercent }),
  };
}

function calibrationOf(groups: readonly FittedKernelGroup[]): Calibration {
  const spreads = groups.map(({ rows, fit }) => [
    rows.kernelGroup,
    fit.heldOutUs === undefined ? unknownSpread : relativeSpread(fit.heldOutUs, rows.latencyUs),
  ]);
  return {
    spreads: Object.fromEntries(spreads) as Record<string, number>,
    scale: normalScale90,
    coverage: 0.9,
    basis: 'normal-errors',
  };
}

/** Whole networks tell the overhead best; where there are none, models of single operations stand in. */
function overheadRuns({ wholeRuns }: TrainingSet) {
  const networks = wholeRuns.filter(({ sampleKind }) => sampleKind !== 'OPERATIONS');
  return networks.length > 0 ? networks : wholeRuns;
}

async function onlyDeviceModel(database: Database, scenarioKey: string): Promise<string> {
  const models = await measuredDeviceModels(database, scenarioKey);
  const [only, ...others] = models;
  if (only === undefined) throw nothingToLearn(scenarioKey);
  if (others.length === 0) return only;
  throw trainerError(
    'TRAINING_DATA_MISSING',
    `Scenario ${scenarioKey} was measured on ${models.join(', ')}: name one of these device models.`,
    { details: { scenarioKey, models } },
  );
}

function nothingToLearn(scenarioKey: string, deviceModel?: string): Error {
  const where = deviceModel === undefined ? '' : ` on ${deviceModel}`;
  return trainerError(
    'TRAINING_DATA_MISSING',
    `There are no op timings with verdict ok in scenario ${scenarioKey}${where}.`,
    { details: { scenarioKey, deviceModel } },
  );
}
