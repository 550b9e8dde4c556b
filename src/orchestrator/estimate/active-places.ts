import type { Database } from '../../platform/database/index.js';
import type { Campaign } from '../campaign/campaign.js';
import type { SelectedPool } from '../campaign/pools.js';
import { nominalConfigurationUs } from '../cost/nominal-latency.js';
import { readRunCost, runMs } from '../cost/run-cost.js';
import type { PlaceEstimate } from './campaign-estimate.js';

/** What the budget of an active campaign pays for. */
export interface ActivePlaces {
  readonly candidates: number;
  /** In each place. */
  readonly configurations: number;
  /** Phone minutes of measuring one configuration, its part of the pack's run included; mean over places. */
  readonly minutesPerConfiguration: number;
  readonly places: readonly PlaceEstimate[];
}

/**
 * The budget shared out evenly among scenarios and pools, in configurations of mean size, until there are none left. `undefined` for a
 * campaign that is not active.
 */
export async function estimateActivePlaces(
  database: Database,
  { file, active: pool }: Campaign,
  pools: readonly SelectedPool[],
): Promise<ActivePlaces | undefined> {
  const { active, measurement } = file;
  if (active === undefined || pool === undefined) return undefined;
  const nominalUs = pool.candidates.map(({ configuration }) => nominalConfigurationUs(configuration));
  const packUs = (active.pack * nominalUs.reduce((sum, value) => sum + value, 0)) / nominalUs.length;
  const scenarios = [...new Set(file.scenarios)];
  const shareMinutes = active.budgetPhoneMinutes / (scenarios.length * pools.length);
  const places: PlaceEstimate[] = [];
  for (const scenarioKey of scenarios) {
    for (const { key: poolKey } of pools) {
      const cost = await readRunCost(database, scenarioKey, poolKey);
      const minutes = runMs(cost, measurement, packUs) / 60_000;
      const runs = Math.min(
        Math.ceil(pool.candidates.length / active.pack),
        Math.max(1, Math.floor(shareMinutes / minutes)),
      );
      const phoneMinutes = Math.min(shareMinutes, runs * minutes);
      places.push({ scenarioKey, poolKey, runs, phoneMinutes, basis: cost.basis, pastRuns: cost.runs });
    }
  }
  const fewestRuns = Math.min(...places.map(({ runs }) => runs));
  const configurations = Math.min(pool.candidates.length, fewestRuns * active.pack);
  const [minutes, measured] = places.reduce(
    ([time, count], place) => [time + place.phoneMinutes, count + place.runs * active.pack],
    [0, 0],
  );
  return {
    candidates: pool.candidates.length,
    configurations,
    minutesPerConfiguration: minutes / measured,
    places,
  };
}
