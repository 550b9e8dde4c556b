import { inTransaction } from '../../platform/database/index.js';
import type { SqlDatabase } from '../../platform/database/index.js';
import type { Clock, Logger } from '../../platform/index.js';
import { lockWebhooks, noteCollected } from '../../tables/webhook/webhooks.js';
import { collectEvents } from '../../tables/webhook-delivery/collect-events.js';
import {
  claimDeliveries,
  forgetDeliveries,
  noteDelivered,
  noteUndelivered,
  type DueDelivery,
} from '../../tables/webhook-delivery/deliveries.js';
import { postWebhook } from './post.js';

export interface DeliveryOptions {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  /** This program's version, for receivers. */
  readonly version: string;
  readonly signal: AbortSignal;
}

const lookEveryMs = 3_000;
const timeoutMs = 10_000;
/** Messages to one address that are sent side by side. One that does not answer keeps others waiting no longer than `timeoutMs`. */
const mostOfEach = 8;
const keptDays = 30;
/** What the other side says may be in a failure: names of its certificate, as many as it likes. */
const mostFailureCharacters = 500;

/** After each attempt that failed, seconds; after the last of them a message is given up: nearly ten hours after the first. */
const retryAfterSeconds = [10, 30, 120, 600, 1800, 3600, 7200, 7200, 14_400];

/** How often a message is sent at the most. */
export const mostAttempts = retryAfterSeconds.length + 1;

/** Looks for what has happened and sends it, until interrupted. Several processes may do so at once. What fails is logged and tried again. */
export async function deliverWebhooks(options: DeliveryOptions): Promise<void> {
  const { clock, logger, signal } = options;
  while (!signal.aborted) {
    try {
      await deliverOnce(options);
    } catch (error) {
      logger.warn({ error }, 'webhooks could not be looked after');
    }
    await clock.sleep(lookEveryMs, signal).catch(() => undefined);
  }
}

/** Writes down what has happened, and sends what is due; returns how many messages it sent, whatever became of them. */
export async function deliverOnce(options: DeliveryOptions): Promise<number> {
  const { pool } = options.database;
  await inTransaction(pool, async (client) => {
    const ids = await lockWebhooks(client);
    if (ids.length === 0) return;
    await collectEvents(client, ids);
    await noteCollected(client, ids);
    await forgetDeliveries(client, keptDays);
  });
  const due = await claimDeliveries(pool, mostOfEach);
  await Promise.all(due.map((delivery) => deliver(delivery, options)));
  return due.length;
}

async function deliver(delivery: DueDelivery, options: DeliveryOptions): Promise<void> {
  const { database, logger, signal } = options;
  const { id, webhook, event, attempts } = delivery;
  const failure = await failureOf(delivery, options);
  // Whoever is interrupted has not learned what became of it: it is sent again when its claim is over.
  if (failure !== undefined && signal.aborted) return;
  if (failure === undefined) {
    await noteDelivered(database.pool, id);
    logger.debug({ webhook, event, id }, 'a webhook was told');
    return;
  }
  const retrySeconds = retryAfterSeconds[attempts - 1];
  await noteUndelivered(database.pool, delivery, failure, retrySeconds);
  const outcome = retrySeconds === undefined ? 'was given up' : 'is tried again';
  logger.warn({ webhook, event, id, attempts, failure }, `a webhook was not told: it ${outcome}`);
}

/** Why a message did not arrive; undefined where it did. Never more of the address than its host, for paths hold secrets. */
async function failureOf(
  delivery: DueDelivery,
  { clock, version, signal }: DeliveryOptions,
): Promise<string | undefined> {
  const sending = { nowMs: clock.nowMs(), userAgent: `latency-farm/${version}`, signal, timeoutMs };
  try {
    const status = await postWebhook(delivery, sending);
    return status >= 200 && status < 300 ? undefined : `it answered with status ${status}`;
  } catch (error) {
    const text = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error);
    return text.replaceAll(delivery.url, new URL(delivery.url).host).slice(0, mostFailureCharacters);
  }
}
