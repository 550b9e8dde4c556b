import type { CommandContext } from '../../context/context.js';
import { programVersion } from '../../version.js';

/** Tells webhooks of what happens until interrupted: for commands that run for as long as the farm does. */
export async function deliverWebhooksOf(context: CommandContext): Promise<void> {
  const { deliverWebhooks } = await import('../../../api/webhooks/index.js');
  const { clock, signal } = context;
  const [database, logger] = await Promise.all([context.database(), context.logger()]);
  await deliverWebhooks({ database, clock, logger, version: programVersion, signal });
}
