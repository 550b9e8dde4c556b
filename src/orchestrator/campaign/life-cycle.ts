import type { CampaignState, Database } from '../../platform/database/index.js';
import { orchestratorError } from '../errors.js';
import { groupBy } from './group-by.js';
import { findCampaign } from './find.js';
import { settlePacking } from './packing/measure-singly.js';
import { splitFailedPacks } from './packing/split-packs.js';
import { removeJobs } from './queues.js';
import type { RunQueues } from './queues.js';
import { reconcile } from './reconcile.js';

/** States in which a campaign can still do something. */
const openStates: readonly CampaignState[] = ['DRAFT', 'RUNNING', 'PAUSED'];

/**
 * Gives up what a campaign has not measured yet. Runs that are being measured are finished and kept; jobs that come to
 * nothing are dropped by the workers. Cancelling a cancelled campaign does nothing.
 * @throws FarmError CAMPAIGN_UNKNOWN; CAMPAIGN_STATE_CONFLICT when it has finished.
 */
export async function cancelCampaign(database: Database, id: string, reason: string): Promise<void> {
  const campaign = await findCampaign(database, id);
  if (campaign.state === 'CANCELLED') return;
  const moved = await moveTo(database, campaign.id, openStates, 'CANCELLED', reason);
  if (!moved) throw conflict(campaign.name, campaign.state, 'cancelled');
  await cancelPendingRuns(database, campaign.id);
}

/**
 * Takes a campaign's jobs out of the queues until it is resumed. Jobs that a phone has begun are finished.
 * @throws FarmError CAMPAIGN_UNKNOWN; CAMPAIGN_STATE_CONFLICT when it is not running.
 */
export async function pauseCampaign(database: Database, queues: RunQueues, id: string): Promise<void> {
  const campaign = await findCampaign(database, id);
  const moved = await moveTo(database, campaign.id, ['RUNNING'], 'PAUSED', null);
  if (!moved) throw conflict(campaign.name, campaign.state, 'paused');
  const runs = await database.prisma.run.findMany({
    where: { campaignId: campaign.id, state: 'PENDING' },
    select: { id: true, pool: { select: { key: true } } },
  });
  for (const [poolKey, ofPool] of groupBy(runs, (run) => run.pool.key)) {
    await removeJobs(queues, poolKey, new Set(ofPool.map((run) => run.id)));
  }
}

/**
 * Queues what a paused campaign has left.
 * @throws FarmError CAMPAIGN_UNKNOWN; CAMPAIGN_STATE_CONFLICT when it is not paused.
 */
export async function resumeCampaign(database: Database, queues: RunQueues, id: string): Promise<void> {
  const campaign = await findCampaign(database, id);
  const moved = await moveTo(database, campaign.id, ['PAUSED'], 'RUNNING', null);
  if (!moved) throw conflict(campaign.name, campaign.state, 'resumed');
  await reconcile(database, queues, { campaignId: campaign.id });
}

/** Ends a running campaign that cannot go on, and gives up what it has not measured yet. */
export async function failCampaign(database: Database, id: string, reason: string): Promise<void> {
  if (await moveTo(database, id, ['RUNNING'], 'FAILED', reason)) await cancelPendingRuns(database, id);
}

/** Tells why a running campaign does not get on, or, with `null`, that it does. */
export async function noteTrouble(database: Database, id: string, reason: string | null): Promise<void> {
  await database.pool.query(
    `UPDATE "Campaign" SET "stateReason" = $2 WHERE id = $1 AND state = 'RUNNING' AND "stateReason" IS DISTINCT FROM $2`,
    [id, reason],
  );
}

/**
 * Ends a running campaign whose budget is used up, cancelling what is left, and finishes one that has nothing left:
 * DONE when every run has a result, PARTLY_DONE when some have, FAILED when none has. Returns its state. An active campaign is
 * left as it is when a round is over: whoever decides its rounds ends it. Packs that failed for what is in them are measured in parts;
 * one that checks its packing goes on while there is something that has to be measured singly.
 */
export async function settleCampaign(database: Database, id: string): Promise<CampaignState> {
  const { rows } = await database.pool.query<{ spentMs: number; budgetMinutes: number | null }>(
    `SELECT coalesce(sum(r."phoneBusyMs"), 0) AS "spentMs",
            (SELECT coalesce(spec->'budget'->>'phoneMinutes', spec->'active'->>'budgetPhoneMinutes')::float8 FROM "Campaign" WHERE id = $1) AS "budgetMinutes"
       FROM "Run" r WHERE r."campaignId" = $1`,
    [id],
  );
  const [usage] = rows;
  if (usage?.budgetMinutes != null && usage.spentMs >= usage.budgetMinutes * 60_000) {
    await cancelPendingRuns(database, id);
  } else {
    await splitFailedPacks(database, id);
    await settlePacking(database, id);
  }
  await database.pool.query(
    `UPDATE "Campaign" c
        SET state = (CASE WHEN t.done = t.total THEN 'DONE' WHEN t.done > 0 THEN 'PARTLY_DONE' ELSE 'FAILED' END)::"CampaignState",
            "stateReason" = CASE WHEN t.cancelled > 0 THEN 'the budget of phone time is used up'
                                 WHEN t.failed > 0 THEN t.failed || ' of ' || t.total || ' runs failed' END,
            "finishedAt" = now()
       FROM (SELECT count(*) FILTER (WHERE state <> 'SPLIT') AS total,
                    count(*) FILTER (WHERE state = 'DONE') AS done,
                    count(*) FILTER (WHERE state = 'FAILED') AS failed,
                    count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled,
                    count(*) FILTER (WHERE state IN ('PENDING', 'RUNNING')) AS open
               FROM "Run" WHERE "campaignId" = $1) t
      WHERE c.id = $1 AND c.state = 'RUNNING' AND t.open = 0 AND c.spec->'active' IS NULL`,
    [id],
  );
  const { state } = await database.prisma.campaign.findUniqueOrThrow({
    where: { id },
    select: { state: true },
  });
  return state;
}

/** Moves a campaign from one of some states to another; false when it is in none of them. */
async function moveTo(
  database: Database,
  id: string,
  from: readonly CampaignState[],
  to: CampaignState,
  reason: string | null,
): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `UPDATE "Campaign" SET state = $2::"CampaignState", "stateReason" = $3, "finishedAt" = CASE WHEN $2::text IN ('CANCELLED', 'FAILED') THEN now() END
      WHERE id = $1 AND state = ANY($4::"CampaignState"[])`,
    [id, to, reason, from],
  );
  return rowCount === 1;
}

async function cancelPendingRuns(database: Database, campaignId: string): Promise<void> {
  await database.prisma.run.updateMany({
    where: { campaignId, state: 'PENDING' },
    data: { state: 'CANCELLED' },
  });
}

function conflict(name: string, state: CampaignState, wanted: string) {
  const message = `The campaign ${name} is ${state.toLowerCase()} and cannot be ${wanted}.`;
  return orchestratorError('CAMPAIGN_STATE_CONFLICT', message, { details: { state } });
}
