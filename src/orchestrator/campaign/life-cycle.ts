import { inTransaction } from '../../platform/database/index.js';
import type { CampaignState, Database } from '../../platform/database/index.js';
import { phoneTimeOf } from '../../tables/campaign/campaigns.js';
import { endWithoutOpenRuns, moveCampaign, noteReason } from '../../tables/campaign/end-campaign.js';
import { orchestratorError } from '../errors.js';
import { findCampaign } from './find.js';
import { groupBy } from './group-by.js';
import { settlePacking } from './packing/measure-singly.js';
import { splitFailedPacks } from './packing/split-packs.js';
import { removeJobs } from './queueing/queues.js';
import type { RunQueues } from './queueing/queues.js';
import { reconcile } from './queueing/reconcile.js';

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
  const moved = await moveCampaign(database.pool, campaign.id, openStates, 'CANCELLED', reason);
  if (!moved) throw conflict(campaign.name, campaign.state, 'cancelled');
  await cancelPendingRuns(database, campaign.id);
}

/**
 * Takes a campaign's jobs out of the queues until it is resumed. Jobs that a phone has begun are finished.
 * @throws FarmError CAMPAIGN_UNKNOWN; CAMPAIGN_STATE_CONFLICT when it is not running.
 */
export async function pauseCampaign(database: Database, queues: RunQueues, id: string): Promise<void> {
  const campaign = await findCampaign(database, id);
  const moved = await moveCampaign(database.pool, campaign.id, ['RUNNING'], 'PAUSED', null);
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
  const moved = await moveCampaign(database.pool, campaign.id, ['PAUSED'], 'RUNNING', null);
  if (!moved) throw conflict(campaign.name, campaign.state, 'resumed');
  await reconcile(database, queues, { campaignId: campaign.id });
}

/** Ends a running campaign that cannot go on, and gives up what it has not measured yet. */
export async function failCampaign(database: Database, id: string, reason: string): Promise<void> {
  if (await moveCampaign(database.pool, id, ['RUNNING'], 'FAILED', reason))
    await cancelPendingRuns(database, id);
}

/** Tells why a running campaign does not get on, or, with `null`, that it does. */
export async function noteTrouble(database: Database, id: string, reason: string | null): Promise<void> {
  await noteReason(database.pool, id, reason);
}

/**
 * Ends a running campaign whose budget is used up, cancelling what is left, and finishes one that has nothing left:
 * DONE when every run has a result, PARTLY_DONE when some have, FAILED when none has. Returns its state. An active campaign is
 * left as it is when a round is over: whoever decides its rounds ends it. Packs that failed for what is in them are measured in parts;
 * one that checks its packing goes on while there is something that has to be measured singly.
 */
export async function settleCampaign(database: Database, id: string): Promise<CampaignState> {
  const { spentMs, budgetMinutes } = await phoneTimeOf(database.pool, id);
  if (budgetMinutes !== null && spentMs >= budgetMinutes * 60_000) {
    await cancelPendingRuns(database, id);
  } else {
    await splitFailedPacks(database, id);
    await settlePacking(database, id);
  }
  await inTransaction(database.pool, (client) => endWithoutOpenRuns(client, id));
  const { state } = await database.prisma.campaign.findUniqueOrThrow({
    where: { id },
    select: { state: true },
  });
  return state;
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
