import type { Database } from '../../../platform/database/index.js';
import { readPackingRatios } from '../../../tables/op-timing/learnable-timings.js';
import { storeJudgement } from '../../../tables/packing-judgement/packing-judgements.js';
import type { MeasuredPlace } from '../../../tables/packing-judgement/packing-judgements.js';
import { groupBy } from '../group-by.js';
import { fewestChecks, judgePacking } from './judge-packing.js';

/**
 * Judges packing for every operator of which a campaign measured enough configurations in a place both packed and alone, and keeps the
 * judgement: what was decided once is not decided anew. When no more are to come (`final`), fewer decide too: against packing.
 */
export async function judgePlacePacking(
  { pool }: Database,
  place: MeasuredPlace,
  { final = false } = {},
): Promise<void> {
  const groups = groupBy(await readPackingRatios(pool, place), ({ operator }) => operator);
  for (const [operator, ratios] of groups) {
    const [first] = ratios;
    if (first === undefined || (ratios.length < fewestChecks && !final)) continue;
    const { scenarioId, poolId } = first;
    const verdict = judgePacking(ratios.map(({ ratio }) => ratio));
    const ids = { campaignId: place.campaignId, scenarioId, poolId };
    await storeJudgement(pool, ids, { operator, ...verdict });
  }
}
