import { z } from 'zod';

import type { Database } from '../../../platform/database/index.js';
import { measurementOf, type Measurement } from '../../../records/measurement.js';
import { readActiveSpec } from '../../../tables/campaign-candidates/candidates.js';
import { orchestratorError } from '../../errors.js';
import { activeSchema } from '../file/active-schema.js';
import type { ActiveSettings } from '../file/active-schema.js';

/** How an active campaign decides, and where it measures. */
export interface ActiveCampaign extends ActiveSettings {
  readonly id: string;
  readonly seed: number;
  readonly scenarios: readonly string[];
  readonly poolKeys: readonly string[];
  /** How each run is measured. */
  readonly measurement: Measurement;
}

const specSchema = z.looseObject({ active: activeSchema, scenarios: z.array(z.string()) });

/** How an active campaign decides. Throws CAMPAIGN_UNREADABLE where this version of the program does not understand it. */
export async function readActiveCampaign(database: Database, id: string): Promise<ActiveCampaign> {
  const row = await readActiveSpec(database.pool, id);
  const spec = specSchema.safeParse(row?.spec);
  if (row === undefined || !spec.success) {
    const reason = spec.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw orchestratorError(
      'CAMPAIGN_UNREADABLE',
      `The stored campaign cannot be read: ${reason ?? 'no candidates'}.`,
    );
  }
  const { active, scenarios } = spec.data;
  return {
    ...active,
    id,
    seed: row.seed,
    scenarios: [...new Set(scenarios)],
    poolKeys: row.poolKeys,
    measurement: measurementOf(row.spec),
  };
}
