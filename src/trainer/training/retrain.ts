import { trainScenario, type TrainingSummary, type TrainScenarioOptions } from './train-scenario.js';
import type { GateReport } from '../registry/gate.js';
import { promoteThroughGate, type GatedPromotionOptions } from '../registry/promote-through-gate.js';

export type RetrainOptions = Omit<TrainScenarioOptions, 'candidate'> &
  Omit<GatedPromotionOptions, 'sampleKinds'>;

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
  const training = await trainScenario({ ...options, candidate: true });
  const { deviceModel, scenarioKey, version } = training;
  const gate = await promoteThroughGate(options.database, { deviceModel, scenarioKey, version }, options);
  return { training, gate, promoted: gate.passed };
}
