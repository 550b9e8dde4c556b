import type { LearnerName } from '../../learning/learners/catalogue.js';
import { randomFromSeed } from '../../learning/random/random.js';
import type { SqlDatabase } from '../../platform/database/index.js';
import type { Overhead } from '../../predictor/totals/overhead.js';
import type { SampleKind } from '../../records/sample.js';
import { parseScenarioKey } from '../../records/scenario.js';
import { trainerError } from '../errors.js';
import type { TrainingMaterial } from '../material/training-material.js';
import { splitFrozen } from '../registry/frozen-set.js';
import { releaseNotes, type ReleaseNotes } from '../registry/release-notes.js';
import { storeRelease } from '../registry/store-release.js';
import { choosePrior, type OfferedPrior } from '../totals/choose-prior.js';
import { readMeasuredDeviceModels } from '../../tables/run/past-runs.js';
import { readTrainingSet, type TrainingSet } from '../training-set/training-set.js';
import type { GroupLearners } from './group-learners.js';
import {
  answeringCalibration,
  learnRelease,
  learnReleaseBy,
  type LearnedRelease,
  type LearnReleaseOptions,
  type TrainedGroup,
} from './learn-release.js';

export interface TrainScenarioOptions {
  readonly database: SqlDatabase;
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
   * A candidate learns nothing of the frozen configurations and networks and answers only once it is promoted; without it the release
   * learns from everything and answers at once. False by default.
   */
  readonly candidate?: boolean;
  /** What phones have in common, for scenarios of which only whole networks were timed. */
  readonly prior?: OfferedPrior;
  /** Who learns kernel groups; this thread alone by default. */
  readonly learners?: GroupLearners;
  /** Told when a kernel group is learned. */
  readonly onGroup?: (group: TrainedGroup, done: number, total: number) => void;
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
  readonly notes: ReleaseNotes;
  readonly unknownOperators: Readonly<Record<string, number>>;
  /** Runs that were not learned from because their models are of another precision than the scenario's. */
  readonly misplacedRuns: number;
}

const allKinds: readonly SampleKind[] = ['OPERATIONS', 'ARCHITECTURE', 'FILE'];

/**
 * Learns one predictor per operator from all runs with verdict `ok` of a scenario on a device model, and one of all operators
 * together for those that were measured little or not at all; fits the overhead, calibrates the intervals, and stores a release. Where
 * nothing timed operations, rates are learned from whole networks' times.
 * Throws TRAINING_DATA_MISSING when there is nothing to learn from, or several device models and none was named.
 */
export async function trainScenario(options: TrainScenarioOptions): Promise<TrainingSummary> {
  const found = await readScenario(options);
  return storeTraining({ ...options, ...found }, found.trainingSet);
}

/** What was measured in a scenario, on the device model that is named or the only one. Throws TRAINING_DATA_MISSING. */
export async function readScenario({
  database,
  scenarioKey,
  sampleKinds = allKinds,
  gpu,
  ...options
}: Pick<TrainScenarioOptions, 'database' | 'scenarioKey' | 'deviceModel' | 'sampleKinds'> & {
  readonly gpu?: string;
}): Promise<{
  readonly deviceModel: string;
  readonly trainingSet: TrainingSet;
}> {
  const deviceModel = options.deviceModel ?? (await onlyDeviceModel(database, scenarioKey));
  const trainingSet = await readTrainingSet(database, {
    ...{ deviceModel, scenarioKey, sampleKinds },
    ...(gpu !== undefined && { gpu }),
  });
  return { deviceModel, trainingSet };
}

/** The same, of a training set that was read before. */
export async function storeTraining(
  options: TrainScenarioOptions & { readonly deviceModel: string },
  trainingSet: TrainingSet,
): Promise<TrainingSummary> {
  const { database, deviceModel, scenarioKey, seed, codeVersion, candidate = false } = options;
  const { sampleKinds = allKinds, learner = 'auto' } = options;
  const material = candidate ? splitFrozen(trainingSet).learn : trainingSet;
  const trainingRows = material.rows.length > 0 ? material.rows.length : material.totals.length;
  if (trainingRows === 0) throw nothingToLearn(scenarioKey, deviceModel, trainingSet);
  const { gpu } = trainingSet;
  const learning = { ...options, ...(gpu !== undefined && { gpu }) };
  const learned =
    options.learners === undefined
      ? await learnScenario(material, learning)
      : await learnReleaseBy(options.learners, material, await releaseOptions(material, learning));
  const { kernels, overhead, groups, trainingSetHash, rates } = learned;
  const notes = releaseNotes(material, learned, { sampleKinds, learner }, trainingSet.unknownTotals);
  const stored = await storeRelease(database, {
    deviceModel,
    scenarioKey,
    predictors: kernels.predictors,
    ...(rates !== undefined && { rates: rates.rates }),
    overhead,
    calibration: answeringCalibration(learned),
    metrics: notes,
    trainingSetHash,
    seed,
    codeVersion,
    state: candidate ? 'CANDIDATE' : 'PROMOTED',
  });
  return {
    ...stored,
    deviceModel,
    scenarioKey,
    trainingRows,
    trainingSetHash,
    groups,
    overhead,
    notes,
    unknownOperators: trainingSet.unknownOperators,
    misplacedRuns: trainingSet.misplacedRuns,
  };
}

/** A release of a scenario from its material: everything about it but where it is kept. */
export async function learnScenario(
  material: TrainingMaterial,
  options: LearningOptions,
): Promise<LearnedRelease> {
  return learnRelease(material, await releaseOptions(material, options));
}

type LearningOptions = Pick<
  TrainScenarioOptions,
  'seed' | 'codeVersion' | 'learner' | 'onGroup' | 'prior' | 'scenarioKey'
> & { readonly deviceModel: string; readonly gpu?: string };

async function releaseOptions(
  { rows, totals }: TrainingMaterial,
  { seed, codeVersion, learner = 'auto', onGroup, gpu, prior, deviceModel, scenarioKey }: LearningOptions,
): Promise<LearnReleaseOptions> {
  const scenario = parseScenarioKey(scenarioKey);
  return {
    ...{ seed, codeVersion, learner, random: randomFromSeed(seed) },
    ...(onGroup !== undefined && { onGroup }),
    ...(gpu !== undefined && { gpu }),
    ...(scenario !== undefined && {
      priorOf: (measured) => choosePrior(measured, prior, { deviceModel, ...scenario }),
    }),
    // What answers for graphs is loaded where there are both timings of operations and times of whole networks alone.
    ...(scenario !== undefined &&
      rows.length > 0 &&
      totals.length > 0 && {
        kernelsOf: (await import('./kernels-of-graph.js')).kernelsOfGraphs(scenario, gpu),
      }),
  };
}

async function onlyDeviceModel(database: SqlDatabase, scenarioKey: string): Promise<string> {
  const models = await readMeasuredDeviceModels(database.pool, scenarioKey);
  const [only, ...others] = models;
  if (only === undefined) throw nothingToLearn(scenarioKey);
  if (others.length === 0) return only;
  throw trainerError(
    'TRAINING_DATA_MISSING',
    `Scenario ${scenarioKey} was measured on ${models.join(', ')}: name one of these device models.`,
    { details: { scenarioKey, models } },
  );
}

function nothingToLearn(
  scenarioKey: string,
  deviceModel?: string,
  { misplacedRuns, unknownTotals }: Pick<TrainingSet, 'misplacedRuns' | 'unknownTotals'> = nothingMeasured,
): Error {
  const misplaced =
    misplacedRuns === 0 ? '' : ` ${misplacedRuns} runs there are of models of another precision.`;
  const [first] = unknownTotals;
  const unknown =
    first === undefined
      ? ''
      : ` ${unknownTotals.length} networks were measured whole that cannot be described, ${first.network} among them: ${first.reason}.`;
  const where = deviceModel === undefined ? '' : ` on ${deviceModel}`;
  return trainerError(
    'TRAINING_DATA_MISSING',
    `There are no measurements with verdict ok to learn from in scenario ${scenarioKey}${where}.${misplaced}${unknown}`,
    { details: { scenarioKey, deviceModel } },
  );
}

const nothingMeasured = { misplacedRuns: 0, unknownTotals: [] };
