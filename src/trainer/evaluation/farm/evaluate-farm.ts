import type { LearnerName } from '../../../learning/learners/catalogue.js';
import { randomFromSeed } from '../../../learning/random/random.js';
import { groupedFolds } from '../../../learning/validation/cross-validation.js';
import type { Database } from '../../../platform/database/index.js';
import { neverGivingWay } from '../../../platform/giving-way.js';
import { createPredictor } from '../../../predictor/index.js';
import type { LoadedRelease } from '../../../predictor/releases/release.js';
import type { SampleKind } from '../../../records/sample.js';
import { parseScenarioKey } from '../../../records/scenario.js';
import { trainerError } from '../../errors.js';
import { networkFamily } from '../../material/measured-networks.js';
import type { TrainingMaterial } from '../../material/training-material.js';
import type { TrainingSet } from '../../training-set/training-set.js';
import { answeringCalibration } from '../../training/learn-release.js';
import type { OfferedPrior } from '../../totals/choose-prior.js';
import { learnScenario, readScenario } from '../../training/train-scenario.js';
import type { ComparedNetwork } from './compare-networks.js';
import {
  compareNetworks,
  judgeNetworks,
  undescribedNetworks,
  type IncompleteNetwork,
  type JudgedNetworks,
} from './judge-networks.js';
import { readMeasuredGraphs, type MeasuredGraph } from './measured-graphs.js';

export interface EvaluateFarmOptions {
  readonly database: Database;
  readonly scenarioKey: string;
  /** Needed only where several device models were measured in the scenario. */
  readonly deviceModel?: string;
  /** Names of networks to hold out together; without them each family of networks is held out in turn. */
  readonly holdout?: readonly string[];
  /** Samples to learn from; all kinds by default. */
  readonly sampleKinds?: readonly SampleKind[];
  readonly learner?: LearnerName | 'auto';
  /** The phone's GPU, for scenarios of the GPU delegate. */
  readonly gpu?: string;
  /** What phones have in common, as `farm train` takes it. */
  readonly prior?: OfferedPrior;
  readonly seed: number;
  readonly codeVersion: string;
  /** Told when a part of the networks is predicted. */
  readonly onPart?: (done: number, total: number) => void;
}

/** The farm's own networks as measured beside as predicted without having been learned from. */
export interface FarmEvaluation extends JudgedNetworks {
  readonly deviceModel: string;
  readonly scenarioKey: string;
  /** Networks that no prediction holds whole, with what would be left out; they are in none of the other numbers. */
  readonly incomplete: readonly IncompleteNetwork[];
  /** Mean half-width of the intervals relative to the prediction, percent. */
  readonly halfWidthPercent: number;
}

const foldCount = 5;

/**
 * Judges the farm's own measurements: releases are learned as `farm train` learns them, from all that was measured but the networks that
 * they then predict. Throws TRAINING_DATA_MISSING where no network was measured, and NETWORK_NOT_MEASURED for a name to hold out
 * that none has.
 */
export async function evaluateFarm(options: EvaluateFarmOptions): Promise<FarmEvaluation> {
  const { database, scenarioKey } = options;
  const { deviceModel, trainingSet } = await readScenario(options);
  const measured = await readMeasuredGraphs(database, { deviceModel, scenarioKey });
  const parts = heldOutParts(measured.networks, options);
  const compared: ComparedNetwork[] = [];
  const incomplete = undescribedNetworks(measured);
  for (const [index, part] of parts.entries()) {
    const release = await releaseWithout(trainingSet, part, { ...options, deviceModel });
    const predictor = createPredictor(release, options.gpu === undefined ? {} : { gpu: options.gpu });
    const found = await compareNetworks(part, predictor, release.scenario, neverGivingWay);
    compared.push(...found.compared);
    incomplete.push(...found.incomplete);
    options.onPart?.(index + 1, parts.length);
  }
  const judged = await judgeNetworks(compared, neverGivingWay);
  const halfWidths = judged.networks.map(
    ({ interval, predictedUs }) => (interval.highUs - predictedUs) / predictedUs,
  );
  const sum = halfWidths.reduce((total, each) => total + each, 0);
  return {
    ...{ deviceModel, scenarioKey, incomplete, ...judged },
    halfWidthPercent: (100 * sum) / Math.max(1, halfWidths.length),
  };
}

/** Networks that are predicted by one release: those named, or families in turn. All at once where no network is learned from. */
function heldOutParts(
  measured: readonly MeasuredGraph[],
  { holdout, sampleKinds, seed, scenarioKey }: EvaluateFarmOptions,
): MeasuredGraph[][] {
  if (measured.length === 0) {
    throw trainerError('TRAINING_DATA_MISSING', `No network was measured in scenario ${scenarioKey}.`, {
      details: { scenarioKey },
    });
  }
  if (holdout !== undefined) return [holdout.map((name) => networkNamed(measured, name))];
  if (sampleKinds?.every((kind) => kind === 'OPERATIONS') === true) return [[...measured]];
  const families = measured.map(({ name }) => networkFamily(name));
  const folds = groupedFolds(families, foldCount, randomFromSeed(seed).split('folds'));
  return [...new Set(folds)].sort().map((fold) => measured.filter((_, index) => folds[index] === fold));
}

function networkNamed(measured: readonly MeasuredGraph[], name: string): MeasuredGraph {
  const found = measured.find((network) => network.name === name);
  if (found !== undefined) return found;
  const names = measured.map((network) => network.name).join(', ');
  throw trainerError('NETWORK_NOT_MEASURED', `${name} was not measured; ${names} were.`, {
    details: { name },
  });
}

async function releaseWithout(
  { rows, networks, totals, ...rest }: TrainingSet,
  part: readonly MeasuredGraph[],
  options: EvaluateFarmOptions & { readonly deviceModel: string },
): Promise<LoadedRelease> {
  const { scenarioKey, deviceModel } = options;
  const scenario = parseScenarioKey(scenarioKey);
  const hashes = new Set(part.map(({ contentHash }) => contentHash));
  const out = new Set(networks.flatMap(({ name, contentHash }) => (hashes.has(contentHash) ? [name] : [])));
  const material: TrainingMaterial = {
    ...rest,
    rows: rows.filter(({ network }) => network === undefined || !out.has(network)),
    networks: networks.filter(({ name }) => !out.has(name)),
    totals: totals.filter(({ contentHash }) => !hashes.has(contentHash)),
  };
  if (scenario === undefined || material.rows.length + material.totals.length === 0) {
    throw trainerError(
      'TRAINING_DATA_MISSING',
      `Nothing is left to learn from in scenario ${scenarioKey} when ${part.map(({ name }) => name).join(', ')} are held out.`,
      { details: { scenarioKey, deviceModel } },
    );
  }
  const gpu = rest.gpu ?? options.gpu;
  const learned = await learnScenario(material, { ...options, ...(gpu !== undefined && { gpu }) });
  return {
    id: '',
    deviceModel,
    scenarioKey,
    scenario,
    version: 1,
    overhead: learned.overhead,
    calibration: answeringCalibration(learned),
    predictors: learned.kernels.predictors,
    ...(learned.rates !== undefined && { rates: learned.rates.rates }),
  };
}
