import { z } from 'zod';

import type { Database } from '../../../platform/database/index.js';
import { measurementOf } from '../../../records/measurement.js';
import { activeSchema } from './schema.js';
import type { ActiveSettings } from './schema.js';

/** How an active campaign decides, and where it measures. */
export interface ActiveCampaign extends ActiveSettings {
  readonly id: string;
  readonly seed: number;
  readonly scenarios: readonly string[];
  readonly poolKeys: readonly string[];
  /** Inferences of one run, warm-up included, at the least. */
  readonly inferencesPerRun: number;
}

const specSchema = z.looseObject({ active: activeSchema, scenarios: z.array(z.string()) });

/** Active campaigns that are running, the oldest first. */
export async function runningActiveCampaigns(database: Database): Promise<ActiveCampaign[]> {
  const { rows } = await database.pool.query<{ id: string; seed: number; spec: unknown; poolKeys: string[] }>(
    `SELECT c.id, c.seed, c.spec, k."poolKeys" FROM "Campaign" c
       JOIN "CampaignCandidates" k ON k."campaignId" = c.id WHERE c.state = 'RUNNING' ORDER BY c."createdAt", c.id`,
  );
  return rows.map(({ id, seed, spec, poolKeys }) => {
    const { active, scenarios } = specSchema.parse(spec);
    const { warmupRuns, runs } = measurementOf(spec);
    return {
      ...active,
      id,
      seed,
      scenarios: [...new Set(scenarios)],
      poolKeys,
      inferencesPerRun: warmupRuns + runs,
    };
  });
}
