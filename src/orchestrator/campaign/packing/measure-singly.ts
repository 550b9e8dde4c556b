import { z } from 'zod';

import { inTransaction } from '../../../platform/database/index.js';
import type { Database } from '../../../platform/database/index.js';
import { lockRunning } from '../../../tables/campaign/campaigns.js';
import { readRefusedConfigurations } from '../../../tables/packing-judgement/packing-judgements.js';
import type { MeasuredPlace } from '../../../tables/packing-judgement/packing-judgements.js';
import { storePlannedRuns } from '../../../tables/run/planned-runs.js';
import { readFinishedPlaces } from '../../../tables/run/run-counts.js';
import { storeMissingSamples } from '../../../tables/sample/samples.js';
import { checksWanted } from '../file/checks-wanted.js';
import { campaignSample } from '../plan/campaign-sample.js';
import { planRuns } from '../plan/plan.js';
import { judgePlacePacking } from './judgements.js';

const specSchema = z.looseObject({
  operations: z.array(z.looseObject({ checkPacking: z.number().optional() })).default([]),
  scenarios: z.array(z.string()).default([]),
  active: z.unknown().optional(),
  repetitions: z.number().default(1),
});

/**
 * When all runs of a campaign that checks its packing are over: judges it, and plans to measure singly what turned out not to bear being
 * packed. Nothing happens to active campaigns, whose rounds see to it, and nothing the second time.
 */
export async function settlePacking(database: Database, campaignId: string): Promise<void> {
  const { spec } = await database.prisma.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: { spec: true },
  });
  const { data } = specSchema.safeParse(spec);
  if (data === undefined || data.active !== undefined) return;
  if (data.operations.every(({ checkPacking }) => checksWanted(checkPacking, data.scenarios) === 0)) return;
  for (const place of await readFinishedPlaces(database.pool, campaignId)) {
    await judgePlacePacking(database, place, { final: true });
    await measureRefusedSingly(database, place, data.repetitions);
  }
}

async function measureRefusedSingly(
  database: Database,
  place: MeasuredPlace,
  repetitions: number,
): Promise<void> {
  const { campaignId, scenarioKey, poolKey } = place;
  await inTransaction(database.pool, async (client) => {
    if (!(await lockRunning(client, campaignId))) return;
    const refused = await readRefusedConfigurations(client, place);
    const [first] = refused;
    if (first === undefined) return;
    const samples = refused.map(({ configuration }) => {
      return campaignSample(`${configuration.operator} alone`, {
        kind: 'operations',
        configurations: [configuration],
      });
    });
    const sampleIds = await storeMissingSamples(client, campaignId, samples);
    const runs = planRuns({
      ...{ campaignId, repetitions },
      samples: samples.map(({ contentHash }) => ({ contentHash, scenarioKeys: [scenarioKey] })),
      poolKeys: [poolKey],
    });
    await storePlannedRuns(client, campaignId, runs, {
      sampleIds,
      scenarioIds: new Map([[scenarioKey, first.scenarioId]]),
      poolIds: new Map([[poolKey, first.poolId]]),
    });
  });
}
