import type { Database } from '../../platform/database/index.js';
import { measurementSchema } from '../../records/measurement.js';
import { readPoolKeys } from '../../tables/pool/pools.js';
import { readPlaceRuns, type RunTime } from '../../tables/run/past-runs.js';
import { fewestRuns, meanOverheadMs, readRunCost, type CostBasis } from './run-cost.js';

/** What one more run costs at a place. */
export interface MeasuringCost {
  /** Phone time beside its inferences. */
  readonly overheadMs: number;
  /** Inferences of a run as campaigns measure by default, those that warm up among them. */
  readonly inferences: number;
  readonly basis: CostBasis;
}

/** Of hundreds of places a few runs each tell enough. */
const mostRunsOfPlace = 12;

type Cost = Pick<MeasuringCost, 'overheadMs' | 'basis'>;

/**
 * What one run more costs on each of the device models in each scenario, in their order. Places with runs of their own are asked for together;
 * the others cost what runs of their scenario do at the other places, or anywhere.
 */
export async function measuringCosts(
  database: Database,
  places: readonly { readonly deviceModel: string; readonly scenarioKey: string }[],
): Promise<MeasuringCost[]> {
  const { warmupRuns, runs } = measurementSchema.parse({});
  const keys = await readPoolKeys(database.pool);
  const pools = places.map(({ deviceModel, scenarioKey }) => ({
    scenarioKey,
    poolKey: keys.get(deviceModel) ?? '',
  }));
  const own = pools.map((): RunTime[] => []);
  for (const { place, ...run } of await readPlaceRuns(database.pool, pools, mostRunsOfPlace))
    own[place]?.push(run);
  const elsewhere = new Map<string, Promise<Cost>>();
  const costElsewhere = async (scenarioKey: string): Promise<Cost> => {
    const past = own.filter((_, place) => pools[place]?.scenarioKey === scenarioKey).flat();
    if (past.length >= fewestRuns) return { overheadMs: meanOverheadMs(past), basis: 'scenario' };
    return readRunCost(database, scenarioKey, '');
  };
  const costs = pools.map(async ({ scenarioKey }, place): Promise<Cost> => {
    const past = own[place] ?? [];
    if (past.length >= fewestRuns) return { overheadMs: meanOverheadMs(past), basis: 'pool' };
    const known = elsewhere.get(scenarioKey) ?? costElsewhere(scenarioKey);
    elsewhere.set(scenarioKey, known);
    return known;
  });
  return (await Promise.all(costs)).map(({ overheadMs, basis }) => ({
    overheadMs,
    basis,
    inferences: warmupRuns + runs,
  }));
}
