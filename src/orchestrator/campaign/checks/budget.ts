import type { Database } from '../../../platform/database/index.js';
import { activeUnits } from '../../cost/active-units.js';
import { nominalSampleUs } from '../../cost/nominal-latency.js';
import { nominalCost, readRunCost, runMs } from '../../cost/run-cost.js';
import { orchestratorError } from '../../errors.js';
import type { Campaign } from '../campaign.js';
import { blameField } from '../file/field-blame.js';
import type { SelectedPool } from '../pools.js';

const basisTexts = {
  pool: 'as past runs there tell',
  nominal: 'by a rough model, for nothing was measured there yet',
} as const;

/**
 * Refuses a budget that does not pay for the cheapest run in one of the scenarios on one of the pools.
 * @throws FarmError CAMPAIGN_BUDGET_TOO_SMALL
 */
export async function refuseSmallBudget(
  database: Database,
  campaign: Campaign,
  pools: readonly SelectedPool[],
): Promise<void> {
  const { file, placeOf } = campaign;
  const phoneMinutes = file.active?.budgetPhoneMinutes ?? file.budget?.phoneMinutes;
  if (phoneMinutes === undefined) return;
  const nominalUs = cheapestNominalUs(campaign);
  for (const scenario of file.scenarios) {
    for (const { key } of pools) {
      const told = await readRunCost(database, scenario, key);
      // What other phones need is no reason to refuse.
      const cost = told.basis === 'scenario' ? nominalCost : told;
      const cheapest = { ...cost, overheadMs: cost.leastOverheadMs };
      const needed = runMs(cheapest, file.measurement, nominalUs) / 60_000;
      if (phoneMinutes >= needed) continue;
      const message = `${phoneMinutes} phone minutes are less than the cheapest run in ${scenario} on ${key} takes: ${needed.toPrecision(2)} minutes, ${basisTexts[cost.basis === 'pool' ? 'pool' : 'nominal']}`;
      const error = orchestratorError('CAMPAIGN_BUDGET_TOO_SMALL', message, {
        details: { phoneMinutes, needed },
      });
      throw blameField(
        error,
        placeOf(file.active === undefined ? ['budget', 'phoneMinutes'] : ['active', 'budgetPhoneMinutes']),
      );
    }
  }
}

/** Whole networks and files are dear to look at: they are only where there is nothing else. */
function cheapestNominalUs({ active, samples }: Campaign): number {
  if (active !== undefined) return least(activeUnits(active).map((spec) => nominalSampleUs(spec)));
  const packed = samples.filter(({ spec }) => spec.kind === 'operations');
  const architectures = samples.filter(({ spec }) => spec.kind === 'architecture').slice(0, 20);
  const looked = packed.length > 0 ? packed : architectures;
  return looked.length === 0 ? 0 : least(looked.map(({ spec }) => nominalSampleUs(spec)));
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}
