import type { GateReport } from '../registry/gate-report.js';
import { promoteThroughGate, type GatedPromotionOptions } from '../registry/promote-through-gate.js';
import type { TrainingSet } from '../training-set/training-set.js';
import {
  readScenario,
  storeTraining,
  type TrainingSummary,
  type TrainScenarioOptions,
} from './train-scenario.js';

export type RetrainOptions = Omit<TrainScenarioOptions, 'candidate'> &
  Omit<GatedPromotionOptions, 'sampleKinds' | 'trainingSet'>;

export interface RetrainOutcome {
  readonly training: TrainingSummary;
  readonly gate: GateReport;
  readonly promoted: boolean;
}

/**
 * Trains a candidate, judges it against the release that answers now, and promotes it or keeps it as rejected. Throws what training
 * throws.
 */
export async function retrainScenario(options: RetrainOptions): Promise<RetrainOutcome> {
  const found = await readScenario(options);
  return retrain({ ...options, ...found }, found.trainingSet);
}

/** The same, of a training set that was read before. */
export async function retrain(
  options: RetrainOptions & { readonly deviceModel: string },
  trainingSet: TrainingSet,
): Promise<RetrainOutcome> {
  const training = await storeTraining({ ...options, candidate: true }, trainingSet);
  const { deviceModel, scenarioKey, version } = training;
  const key = { deviceModel, scenarioKey, version };
  const gate = await promoteThroughGate(options.database, key, { ...options, trainingSet });
  return { training, gate, promoted: gate.passed };
}
