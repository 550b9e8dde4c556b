import type { Database } from '../../platform/database/index.js';
import { measurementSchema } from '../../records/measurement.js';
import { readPoolKeys } from '../../tables/pool/pools.js';
import { readRunCost, type CostBasis } from './run-cost.js';

/** What one more run costs at a place. */
export interface MeasuringCost {
  /** Phone time beside its inferences. */
  readonly overheadMs: number;
  /** Inferences of a run as campaigns measure by default, those that warm up among them. */
  readonly inferences: number;
  readonly basis: CostBasis;
}

/** What one run more costs on each of the device models in each scenario, in their order. */
export async function measuringCosts(
  database: Database,
  places: readonly { readonly deviceModel: string; readonly scenarioKey: string }[],
): Promise<MeasuringCost[]> {
  const { warmupRuns, runs } = measurementSchema.parse({});
  const keys = await readPoolKeys(database.pool);
  return Promise.all(
    places.map(async ({ deviceModel, scenarioKey }) => {
      const { overheadMs, basis } = await readRunCost(database, scenarioKey, keys.get(deviceModel) ?? '');
      return { overheadMs, basis, inferences: warmupRuns + runs };
    }),
  );
}
