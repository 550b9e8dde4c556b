import type { Database } from '../../platform/database/index.js';
import type { RatePrior } from '../../predictor/rates/rate-prior.js';
import { checkCampaign } from '../campaign/checks/check-campaign.js';
import { withDelegates } from '../campaign/checks/delegates.js';
import type { Campaign } from '../campaign/campaign.js';
import { groupBy } from '../campaign/group-by.js';
import type { SelectedPool } from '../campaign/pools.js';
import { estimateActivePlaces } from './active-places.js';
import type { CampaignEstimate, PlaceEstimate, PoolEstimate } from './campaign-estimate.js';
import { expectedErrors } from './expected-errors.js';
import { meanRunMs } from './mean-run.js';
import { readPlaceCost, type PlaceCost } from './place-cost.js';

/**
 * What a campaign is thought to take, from past runs of its scenarios, and where there are none from what phones have in common: the prior
 * that the campaign brings, or the one offered. Nothing is stored.
 * @throws FarmError what {@link checkCampaign} and {@link withDelegates} throw.
 */
export async function estimateCampaign(
  database: Database,
  campaign: Campaign,
  offered?: RatePrior,
): Promise<CampaignEstimate> {
  const prior = campaign.file.active?.prior === 'none' ? undefined : (campaign.active?.prior ?? offered);
  await withDelegates(database, campaign);
  const pools = await checkCampaign(database, campaign);
  const { file, samples } = campaign;
  const active = await estimateActivePlaces(database, campaign, pools, prior);
  const places = active?.places ?? (await plannedPlaces(database, campaign, pools, prior));
  const ofPools = poolEstimates(places, pools);
  const errorByBudget = active === undefined ? [] : await expectedErrors(database, file.scenarios, active);
  return {
    name: file.name,
    models: active === undefined ? samples.length : sum(places.map(({ runs }) => runs)),
    runs: sum(places.map(({ runs }) => runs)),
    phoneMinutes: sum(places.map(({ phoneMinutes }) => phoneMinutes)),
    calendarMinutes: Math.max(...ofPools.map(({ calendarMinutes }) => calendarMinutes)),
    budgetPhoneMinutes: file.active?.budgetPhoneMinutes ?? file.budget?.phoneMinutes ?? null,
    places,
    pools: ofPools,
    active:
      active === undefined
        ? null
        : { candidates: active.candidates, configurations: active.configurations, errorByBudget },
    notes: [
      ...notesOnPlaces(places, ofPools, prior?.name),
      ...notesOnErrors(active !== undefined, errorByBudget.length),
    ],
  };
}

async function plannedPlaces(
  database: Database,
  campaign: Campaign,
  pools: readonly SelectedPool[],
  prior: RatePrior | undefined,
): Promise<PlaceEstimate[]> {
  const { file, samples } = campaign;
  const planned: { readonly scenarioKey: string; readonly poolKey: string; readonly place: PlaceCost }[] = [];
  for (const scenarioKey of new Set(file.scenarios)) {
    for (const pool of pools)
      planned.push({
        ...{ scenarioKey, poolKey: pool.key },
        place: await readPlaceCost(database, scenarioKey, pool, prior),
      });
  }
  const meansMs = await meanRunMs(
    campaign,
    planned.map(({ place }) => place),
  );
  const places = planned.map(({ scenarioKey, poolKey, place: { basis, cost } }, index): PlaceEstimate => {
    const measured = samples.filter(({ scenarioKeys }) => scenarioKeys.includes(scenarioKey));
    const runs = measured.length * file.repetitions;
    const phoneMinutes = (runs * (meansMs[index] ?? 0)) / 60_000;
    return { scenarioKey, poolKey, runs, phoneMinutes, basis, pastRuns: cost.runs };
  });
  return withinBudget(places, file.budget?.phoneMinutes);
}

/** What is left undone when the budget is used up costs nothing. */
function withinBudget(places: readonly PlaceEstimate[], budgetMinutes = Infinity): PlaceEstimate[] {
  const share = Math.min(1, budgetMinutes / sum(places.map(({ phoneMinutes }) => phoneMinutes)));
  return places.map((place) => ({
    ...place,
    runs: Math.round(share * place.runs),
    phoneMinutes: share * place.phoneMinutes,
  }));
}

function poolEstimates(places: readonly PlaceEstimate[], pools: readonly SelectedPool[]): PoolEstimate[] {
  const byPool = groupBy(places, ({ poolKey }) => poolKey);
  return pools.map(({ key, deviceModel, phones }) => {
    const own = byPool.get(key) ?? [];
    const readyPhones = phones.filter(({ ready }) => ready).length;
    const working = readyPhones === 0 ? phones.length : readyPhones;
    const phoneMinutes = sum(own.map((place) => place.phoneMinutes));
    return {
      poolKey: key,
      deviceModel,
      phones: working,
      readyPhones,
      runs: sum(own.map(({ runs }) => runs)),
      phoneMinutes,
      calendarMinutes: phoneMinutes / working,
    };
  });
}

function notesOnPlaces(
  places: readonly PlaceEstimate[],
  pools: readonly PoolEstimate[],
  prior = '',
): string[] {
  const of = (basis: PlaceEstimate['basis']) =>
    places
      .filter((place) => place.basis === basis)
      .map(({ scenarioKey, poolKey }) => `${scenarioKey} on ${poolKey}`);
  const [nominal, byPrior, scenario] = [of('nominal'), of('prior'), of('scenario')];
  const asleep = pools.filter(({ readyPhones }) => readyPhones === 0).map(({ poolKey }) => poolKey);
  return [
    ...(nominal.length === 0
      ? []
      : [`Nothing was measured yet in ${nominal.join(', ')}: a rough model of a phone stands in.`]),
    ...(byPrior.length === 0
      ? []
      : [`Nothing was measured yet in ${byPrior.join(', ')}: the prior ${prior} says what inferences take.`]),
    ...(scenario.length === 0 ? [] : [`Told by runs on other phones: ${scenario.join(', ')}.`]),
    ...(asleep.length === 0 ? [] : [`No phone is ready in ${asleep.join(', ')}.`]),
  ];
}

function notesOnErrors(active: boolean, points: number): string[] {
  if (!active || points > 0) return [];
  return ['There is no past active campaign to tell the expected error by budget from.'];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
