import type { Database } from '../../../platform/database/index.js';
import type { ReleaseKey } from '../../registry/load-release.js';
import type { PredictingBeside } from './campaign-results.js';
import {
  compareNetworks,
  judgeNetworks,
  undescribedNetworks,
  type IncompleteNetwork,
  type JudgedNetworks,
} from './judge-networks.js';
import { readMeasuredGraphs } from './measured-graphs.js';

/** A release beside the networks that were measured where it answers, whether it has learned from them or not. */
export interface JudgedRelease extends JudgedNetworks {
  /** Networks of which it does not know the whole, and what the program cannot describe. */
  readonly incomplete: readonly IncompleteNetwork[];
  /** Share that the intervals are to cover, percent. */
  readonly coveragePercent: number | undefined;
}

/**
 * Predicts the networks that were measured where a release answers. Other than {@link evaluateFarm} it learns nothing anew: errors of
 * networks that were learned from are among it. Throws RELEASE_NOT_FOUND, PREDICTOR_FILE_INVALID.
 */
export async function judgeRelease(
  database: Database,
  key: ReleaseKey,
  { releases, giveWay }: PredictingBeside,
): Promise<JudgedRelease> {
  const { release, predictor } = await releases.answering(key);
  const { deviceModel, scenarioKey } = release;
  const measured = await readMeasuredGraphs(database, { deviceModel, scenarioKey });
  const { compared, incomplete } = await compareNetworks(
    measured.networks,
    predictor,
    release.scenario,
    giveWay,
  );
  const judged = await judgeNetworks(compared, giveWay);
  const coverage = judged.networks[0]?.interval.coverage;
  return {
    ...judged,
    incomplete: [...undescribedNetworks(measured), ...incomplete],
    coveragePercent: coverage === undefined ? undefined : 100 * coverage,
  };
}
