import type { Database } from '../../platform/database/index.js';
import { randomFromSeed } from '../../learning/random/random.js';
import { trainerError } from '../errors.js';
import { fitKernelSet, learnedGroups } from '../fit/fit-kernel-set.js';
import { unknownSpread, type Calibration, type KernelSpread } from '../../predictor/totals/intervals.js';
import { normalScale90 } from '../../learning/validation/quantiles.js';
import { relativeSpread } from '../../learning/validation/metrics.js';
import { trainingSetHash, type KernelGroupRows } from '../training-set/latency-rows.js';
import type { LearnerName } from '../../learning/learners/catalogue.js';
import { type Overhead } from '../../predictor/totals/overhead.js';
import { fitOverhead } from '../fit/fit-overhead.js';
import { splitFrozen } from '../registry/frozen-set.js';
import { storeRelease } from '../registry/store-release.js';
import { chooseLearner, type LearnerChoice } from '../fit/select-learners.js';
import type { SampleKind } from '../../records/sample.js';
import { measuredDeviceModels, readTrainingSet, type TrainingSet } from '../training-set/training-set.js';

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
  /**
   * A candidate learns nothing of the frozen configurations and answers only once it is promoted; without it the release learns
   * from everything and answers at once. False by default.
   */
  readonly candidate?: boolean;
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
  /** Runs that were not learned from because their models are of another precision than the scenario's. */
  readonly misplacedRuns: number;
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
  const { unknownOperators, misplacedRuns } = trainingSet;
  const rows = options.candidate === true ? splitFrozen(trainingSet.rows).learn : trainingSet.rows;
  if (rows.length === 0) throw nothingToLearn(scenarioKey, deviceModel, misplacedRuns);
  const hash = trainingSetHash(rows);
  const learned = learnedGroups(rows);
  const random = randomFromSeed(seed);
  const choices = learned.map((group, index) => {
    const choice = chooseLearner(
      group,
      options.learner ?? 'auto',
      random.split(`choose ${group.kernelGroup}`),
    );
    options.onGroup?.(trainedGroup(group, choice), index + 1, learned.length);
    return choice;
  });
  const kernels = fitKernelSet(learned, choices, random, { seed, codeVersion, trainingSetHash: hash });
  const overhead = overheadOf(trainingSet);
  const groups = learned.map((group, index) => trainedGroup(group, choices[index] as LearnerChoice));
  const stored = await storeRelease(database, {
    deviceModel,
    scenarioKey,
    predictors: kernels.predictors,
    overhead,
    calibration: calibrationOf(learned, choices),
    metrics: { groups },
    trainingSetHash: hash,
    seed,
    codeVersion,
    state: options.candidate === true ? 'CANDIDATE' : 'PROMOTED',
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
    misplacedRuns,
  };
}

function trainedGroup(rows: KernelGroupRows, choice: LearnerChoice): TrainedGroup {
  const mapePercent = choice.mapePercent[choice.learner];
  return {
    kernelGroup: rows.kernelGroup,
    learner: choice.learner,
    configurations: rows.configurations.length,
    ...(mapePercent !== undefined && { mapePercent }),
  };
}

/** Intervals where no network was held out: errors of kernels as in cross-validation, taken to be normal. */
function calibrationOf(groups: readonly KernelGroupRows[], choices: readonly LearnerChoice[]): Calibration {
  const spreads = groups.map(({ kernelGroup, latencyUs }, index) => {
    const heldOutUs = choices[index]?.heldOutUs;
    const spread = heldOutUs === undefined ? unknownSpread : relativeSpread(heldOutUs, latencyUs);
    return [kernelGroup, { fresh: spread, measured: spread }];
  });
  return {
    spreads: Object.fromEntries(spreads) as Record<string, KernelSpread>,
    overheadSpread: 0,
    scale: normalScale90,
    coverage: 0.9,
    basis: 'normal-errors',
  };
}

/** Whole networks tell the overhead best; where there are none, models of single operations stand in. */
function overheadOf({ wholeRuns }: TrainingSet): Overhead {
  const networks = wholeRuns.filter(({ sampleKind }) => sampleKind !== 'OPERATIONS');
  return networks.length > 0 ? fitOverhead(networks) : fitOverhead(wholeRuns, { wholeNetworks: false });
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

function nothingToLearn(scenarioKey: string, deviceModel?: string, misplacedRuns = 0): Error {
  const misplaced =
    misplacedRuns === 0 ? '' : ` ${misplacedRuns} runs there are of models of another precision.`;
  const where = deviceModel === undefined ? '' : ` on ${deviceModel}`;
  return trainerError(
    'TRAINING_DATA_MISSING',
    `There are no op timings with verdict ok in scenario ${scenarioKey}${where}.${misplaced}`,
    { details: { scenarioKey, deviceModel } },
  );
}
