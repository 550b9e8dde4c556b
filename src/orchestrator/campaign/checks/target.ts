import type { Database } from '../../../platform/database/index.js';
import { readRepeatDifferences } from '../../../tables/run/past-runs.js';
import { orchestratorError } from '../../errors.js';
import type { Campaign } from '../campaign.js';
import { blameField } from '../file/field-blame.js';
import type { SelectedPool } from '../pools.js';

/** With fewer repeats of equal models the noise of phones is not known. */
const fewestRepeats = 10;

/** The quarter point of a standard normal: half of its absolute values are below. */
const medianAbsoluteNormal = 0.6745;

/**
 * Refuses a target that the phones themselves do not keep: they measure one and the same model so far apart that too few
 * networks could be within it even if they were known exactly.
 * @throws FarmError CAMPAIGN_TARGET_UNREACHABLE
 */
export async function refuseUnreachableTarget(
  database: Database,
  { file, placeOf }: Campaign,
  pools: readonly SelectedPool[],
): Promise<void> {
  if (file.active === undefined) return;
  const { withinPercent, ofNetworksPercent } = file.active.target;
  for (const scenario of file.scenarios) {
    for (const { key } of pools) {
      const noisePercent = await measuredNoisePercent(database, scenario, key);
      if (noisePercent === undefined) continue;
      const possible = 100 * massWithin(withinPercent / noisePercent);
      if (possible >= ofNetworksPercent) continue;
      const message = `${ofNetworksPercent} % of networks within ±${withinPercent} % is more than ${key} allows in ${scenario}: it measures the same model ±${noisePercent.toFixed(1)} % apart, so that at most ${possible.toFixed(0)} % could be`;
      const error = orchestratorError('CAMPAIGN_TARGET_UNREACHABLE', message, {
        details: { noisePercent, possible },
      });
      throw blameField(error, placeOf(['active', 'target']));
    }
  }
}

/** How far apart a pool measures equal models, as the standard deviation of one measurement, percent; from repeats that follow each other. */
async function measuredNoisePercent(
  database: Database,
  scenarioKey: string,
  poolKey: string,
): Promise<number | undefined> {
  const { repeats, difference } = await readRepeatDifferences(database.pool, scenarioKey, poolKey);
  if (difference === null || repeats < fewestRepeats) return undefined;
  return (100 * difference) / (medianAbsoluteNormal * Math.SQRT2);
}

/** P(|Z| ≤ z) of a standard normal Z, within 0.0005 (Abramowitz and Stegun 26.2.18). */
function massWithin(z: number): number {
  if (z > 8) return 1;
  const polynomial = 1 + z * (0.196854 + z * (0.115194 + z * (0.000344 + z * 0.019527)));
  return 1 - polynomial ** -4;
}
