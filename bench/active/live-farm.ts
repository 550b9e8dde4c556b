import { advanceActiveCampaigns } from '../../src/cli/campaigns/advance-active.js';
import {
  cancelCampaign,
  reconcile,
  runQueuesOn,
  settleCampaign,
  submitCampaign,
} from '../../src/orchestrator/index.js';
import type { Campaign } from '../../src/orchestrator/index.js';
import { systemClock } from '../../src/platform/index.js';
import { startMeasuringFarm } from '../worker/measuring-farm.js';
import type { MeasuringFarm } from '../worker/measuring-farm.js';
import { readRounds } from '../../src/tables/campaign-round/campaign-rounds.js';
import type { CampaignRoundRow } from '../../src/tables/campaign-round/campaign-rounds.js';

/** A campaign that was measured on the virtual phone. */
export interface LiveCampaign {
  /** The median of what each configuration took, µs, by hash. */
  readonly latenciesUs: ReadonlyMap<string, number>;
  readonly rounds: readonly CampaignRoundRow[];
  /** Phone time of all its runs. */
  readonly busyMs: number;
}

/** A farm of one virtual phone, with the real worker, queue and database. */
export interface LiveFarm {
  /** As {@link MeasuringFarm} does. */
  addRuntime(version: string): Promise<void>;
  /**
   * Measures campaigns side by side, sharing the phone fairly, so that all see the same moods of this machine; an active one until it is
   * over or has chosen so many configurations.
   */
  measure(campaigns: readonly Campaign[], mostConfigurations: number): Promise<LiveCampaign[]>;
  close(): Promise<void>;
}

const lookEveryMs = 100;

export async function startLiveFarm(): Promise<LiveFarm> {
  const farm = await startMeasuringFarm();
  return {
    addRuntime: (version) => farm.addRuntime(version),
    measure: (campaigns, mostConfigurations) => measure(farm, campaigns, mostConfigurations),
    close: () => farm.close(),
  };
}

async function measure(
  farm: MeasuringFarm,
  campaigns: readonly Campaign[],
  mostConfigurations: number,
): Promise<LiveCampaign[]> {
  const { database, queue } = farm;
  const queues = runQueuesOn(queue);
  const ids: string[] = [];
  for (const campaign of campaigns) ids.push((await submitCampaign(database, queues, campaign)).id);
  for (;;) {
    for (const id of ids) {
      await cancelWhenEnough(farm, id, mostConfigurations);
      await settleCampaign(database, id);
    }
    if ((await database.prisma.campaign.count({ where: { state: 'RUNNING' } })) === 0) break;
    await advanceActiveCampaigns({ database, queues });
    await reconcile(database, queues, { windowMs: 4_000 });
    await systemClock.sleep(lookEveryMs);
  }
  return Promise.all(ids.map((id) => outcome(farm, id)));
}

async function cancelWhenEnough({ database }: MeasuringFarm, id: string, most: number): Promise<void> {
  const open = await database.prisma.run.count({
    where: { campaignId: id, state: { in: ['PENDING', 'RUNNING'] } },
  });
  const rounds = await readRounds(database.pool, id);
  const chosen = rounds.reduce((sum, { choices }) => sum + choices.length, 0);
  const { state } = await database.prisma.campaign.findUniqueOrThrow({ where: { id } });
  if (state === 'RUNNING' && open === 0 && chosen >= most) await cancelCampaign(database, id, 'enough');
}

async function outcome({ database }: MeasuringFarm, id: string): Promise<LiveCampaign> {
  const { rows } = await database.pool.query<{ hash: string; latencyUs: number }>(
    `SELECT t."configurationHash" AS hash, percentile_cont(0.5) WITHIN GROUP (ORDER BY t."meanUs") AS "latencyUs"
       FROM "OpTiming" t JOIN "Run" r ON r.id = t."runId"
      WHERE r."campaignId" = $1 AND r.verdict = 'ok' AND t."configurationHash" IS NOT NULL GROUP BY 1`,
    [id],
  );
  const { _sum: sum } = await database.prisma.run.aggregate({
    where: { campaignId: id },
    _sum: { phoneBusyMs: true },
  });
  return {
    latenciesUs: new Map(rows.map(({ hash, latencyUs }) => [hash, latencyUs])),
    rounds: await readRounds(database.pool, id),
    busyMs: sum.phoneBusyMs ?? 0,
  };
}
