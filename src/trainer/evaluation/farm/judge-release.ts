import type { Database } from '../../../platform/database/index.js';
import { createPredictor } from '../../../predictor/index.js';
import type { ReleaseKey } from '../../registry/load-release.js';
import { loadRelease } from '../../registry/load-release.js';
import {
  meanErrorPercent,
  reportNetwork,
  reportOperators,
  type ComparedNetwork,
  type NetworkReport,
  type OperatorReport,
} from './compare-networks.js';
import { readMeasuredGraphs } from './measured-graphs.js';

/** A release beside the networks that were measured where it answers, whether it has learned from them or not. */
export interface JudgedRelease {
  readonly networks: readonly NetworkReport[];
  /** Names of networks of which it does not know the whole, and what the program cannot describe. */
  readonly incomplete: readonly string[];
  readonly operators: readonly OperatorReport[];
  readonly meanErrorPercent: number;
  /** Share of the networks inside their intervals, percent; 0 for none. */
  readonly inIntervalPercent: number;
  /** Share that the intervals are to cover, percent. */
  readonly coveragePercent: number | undefined;
}

/**
 * Predicts the networks that were measured where a release answers. Other than {@link evaluateFarm} it learns nothing anew: errors of
 * networks that were learned from are among it. Throws RELEASE_NOT_FOUND, PREDICTOR_FILE_INVALID.
 */
export async function judgeRelease(database: Database, key: ReleaseKey): Promise<JudgedRelease> {
  const release = await loadRelease(database, key);
  const { deviceModel, scenarioKey } = release;
  const measured = await readMeasuredGraphs(database, { deviceModel, scenarioKey });
  const predictor = createPredictor(release);
  const { delegate } = release.scenario;
  const compared: ComparedNetwork[] = [];
  const incomplete = measured.undescribed.map(({ name }) => name);
  for (const each of measured.networks) {
    const prediction = predictor.predict(each.graph);
    if (prediction.complete) compared.push({ measured: each, prediction, delegate });
    else incomplete.push(each.name);
  }
  const networks = compared.map(reportNetwork);
  const inside = networks.filter(({ inInterval }) => inInterval).length;
  const coverage = networks[0]?.interval.coverage;
  return {
    networks,
    incomplete,
    operators: reportOperators(compared),
    meanErrorPercent: meanErrorPercent(networks),
    inIntervalPercent: networks.length === 0 ? 0 : (100 * inside) / networks.length,
    coveragePercent: coverage === undefined ? undefined : 100 * coverage,
  };
}
