import { mean } from '../../learning/validation/averages.js';
import type { Database } from '../../platform/database/index.js';
import type { RatePrior } from '../../predictor/rates/rate-prior.js';
import type { Campaign } from '../campaign/campaign.js';
import type { ActiveSettings } from '../campaign/file/active-schema.js';
import { groupBy } from '../campaign/group-by.js';
import { fewestChecks } from '../campaign/packing/judge-packing.js';
import type { SelectedPool } from '../campaign/pools.js';
import type { ActiveCandidate } from '../campaign/samples/candidates.js';
import { activeUnits } from '../cost/active-units.js';
import { runMs } from '../cost/run-cost.js';
import type { PlaceEstimate } from './campaign-estimate.js';
import { readPlaceCost } from './place-cost.js';

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
 * The budget shared out evenly among scenarios and pools, in configurations of mean size, until there are none left; what packing is
 * checked by is paid first. `undefined` for a
 * campaign that is not active.
 */
export async function estimateActivePlaces(
  database: Database,
  { file, active: pool }: Campaign,
  pools: readonly SelectedPool[],
  prior: RatePrior | undefined,
): Promise<ActivePlaces | undefined> {
  const { active, measurement } = file;
  if (active === undefined || pool === undefined) return undefined;
  const units = activeUnits(pool);
  const { length: candidates } = units;
  const pack = active.units === 'networks' ? 1 : active.pack;
  const checks = countPackingChecks(pool.candidates, active);
  const scenarios = [...new Set(file.scenarios)];
  const shareMinutes = active.budgetPhoneMinutes / (scenarios.length * pools.length);
  const places: PlaceEstimate[] = [];
  for (const scenarioKey of scenarios) {
    for (const place of pools) {
      const { key: poolKey } = place;
      const { cost, basis, timesUs } = await readPlaceCost(database, scenarioKey, place, prior);
      const meanUs = mean(units.map((spec) => timesUs(spec)));
      const minutesOf = (configurations: number) =>
        runMs(cost, measurement, configurations * meanUs) / 60_000;
      const checkMinutes = checks * minutesOf(1);
      const packMinutes = minutesOf(pack);
      const packs = Math.min(
        Math.ceil(candidates / pack),
        Math.max(1, Math.floor((shareMinutes - checkMinutes) / packMinutes)),
      );
      const phoneMinutes = Math.min(shareMinutes, packs * packMinutes + checkMinutes);
      const told = { basis, pastRuns: cost.runs };
      places.push({ scenarioKey, poolKey, runs: packs + checks, phoneMinutes, ...told });
    }
  }
  const fewestPacks = Math.min(...places.map(({ runs }) => runs)) - checks;
  const configurations = Math.min(candidates, fewestPacks * pack);
  const [minutes, measured] = places.reduce(
    ([time, count], place) => [time + place.phoneMinutes, count + (place.runs - checks) * pack],
    [0, 0],
  );
  return {
    candidates,
    configurations,
    minutesPerConfiguration: minutes / measured,
    places,
  };
}

/** How many configurations are measured alone as well in each place, at the most: so many of each operator that has enough. */
function countPackingChecks(
  candidates: readonly ActiveCandidate[],
  { pack, checkPacking }: ActiveSettings,
): number {
  if (pack === 1) return 0;
  const sizes = [...groupBy(candidates, ({ configuration }) => configuration.operator).values()].map(
    ({ length }) => length,
  );
  return sizes
    .filter((size) => size >= fewestChecks)
    .reduce((sum, size) => sum + Math.min(size, checkPacking), 0);
}
