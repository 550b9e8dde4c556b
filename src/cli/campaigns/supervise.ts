import { reconcile, settleCampaign } from '../../orchestrator/index.js';
import type { Database } from '../../platform/database/index.js';
import { shippedPrior } from '../files/offered-prior.js';
import type { CommandContext } from '../context/context.js';
import { advanceActiveCampaigns } from './advance-active.js';
import { configuredServices } from '../context/configured-services.js';
import { choosersInChildren } from './round-process/choose-in-child.js';

const superviseEveryMs = 2_000;

/**
 * Looks after all running campaigns until interrupted: gives runs without a job one, and ends campaigns that are over. Several
 * processes may do so at once. What fails is written to the log and tried again.
 */
export async function superviseCampaigns(context: CommandContext): Promise<void> {
  const { clock, signal } = context;
  const { database, queues } = await context.services();
  const logger = await context.logger();
  const onTrouble = (campaignId: string, error: unknown) =>
    logger.warn({ campaignId, error }, 'a campaign could not be looked after');
  const { databaseUrl } = await configuredServices(await context.config());
  const choose = choosersInChildren(databaseUrl);
  while (!signal.aborted) {
    try {
      await settleAll(database, onTrouble);
      await advanceActiveCampaigns({ database, queues }, { choose, prior: shippedPrior, onTrouble });
      await reconcile(database, queues);
    } catch (error) {
      logger.warn({ error }, 'campaigns could not be looked after');
    }
    await clock.sleep(superviseEveryMs, signal).catch(() => undefined);
  }
}

async function settleAll(
  database: Database,
  onTrouble: (campaignId: string, error: unknown) => void,
): Promise<void> {
  const running = await database.prisma.campaign.findMany({
    where: { state: 'RUNNING' },
    select: { id: true },
  });
  for (const { id } of running) {
    try {
      await settleCampaign(database, id);
    } catch (error) {
      onTrouble(id, error);
    }
  }
}
