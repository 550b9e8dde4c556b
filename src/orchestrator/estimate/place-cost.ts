import type { Database } from '../../platform/database/index.js';
import type { RatePrior } from '../../predictor/rates/rate-prior.js';
import { readGpu } from '../../tables/phone/gpu-of-device.js';
import type { SelectedPool } from '../campaign/pools.js';
import { nominalSampleUs } from '../cost/nominal-latency.js';
import { priorTimes, type InferenceTimes } from '../cost/prior-latency.js';
import { readRunCost, type RunCost } from '../cost/run-cost.js';
import type { PlaceEstimate } from './campaign-estimate.js';

/** What runs cost in one scenario on one pool, and what inferences there would take on a nominal phone: by that they are told. */
export interface PlaceCost {
  readonly cost: RunCost;
  readonly basis: PlaceEstimate['basis'];
  readonly timesUs: InferenceTimes;
}

/** What runs cost at a place, by past runs; where there are none, by what phones have in common. */
export async function readPlaceCost(
  database: Database,
  scenarioKey: string,
  { key, deviceModel }: Pick<SelectedPool, 'key' | 'deviceModel'>,
  prior: RatePrior | undefined,
): Promise<PlaceCost> {
  const cost = await readRunCost(database, scenarioKey, key);
  if (cost.basis === 'nominal' && prior !== undefined) {
    const timesUs = priorTimes(prior, scenarioKey, await readGpu(database.pool, deviceModel));
    if (timesUs !== undefined) return { cost, basis: 'prior', timesUs };
  }
  return { cost, basis: cost.basis, timesUs: nominalSampleUs };
}
