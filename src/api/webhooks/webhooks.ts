import type { Database, Webhook } from '../../platform/database/index.js';
import { storeTestMessage } from '../../tables/webhook-delivery/deliveries.js';
import { apiError } from '../errors.js';
import { checkedUrl } from './address.js';
import type { WebhookEvent } from './events.js';
import { makeSecret } from './signature.js';

/** A webhook as the farm lists it: without its secret, and without the path of its address, which is one as often. */
export interface WebhookRecord {
  readonly name: string;
  /** Scheme, host and port of its address. */
  readonly origin: string;
  readonly events: readonly string[];
  readonly allowPrivate: boolean;
  readonly createdAt: Date;
}

/** A webhook that was just made. */
export interface NewWebhook extends WebhookRecord {
  /** What its messages are signed with: told this once. */
  readonly secret: string;
}

export interface AddWebhookOptions {
  readonly name: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly allowPrivate: boolean;
}

/** Tells an address of what happens from now on. Throws WEBHOOK_REFUSED and WEBHOOK_EXISTS before anything is written. */
export async function addWebhook(database: Database, options: AddWebhookOptions): Promise<NewWebhook> {
  const { name, events, allowPrivate } = options;
  const url = checkedUrl(options).href;
  const secret = makeSecret();
  const data = { name, url, events: [...events], allowPrivate, secret };
  // The name is looked at by whoever writes it: of two who add one at once, one is told.
  const [added] = await database.prisma.webhook.createManyAndReturn({ data, skipDuplicates: true });
  if (added === undefined) {
    throw apiError('WEBHOOK_EXISTS', `There is a webhook named ${name}.`, { details: { name } });
  }
  return { ...recordOf(added), secret };
}

/** All webhooks by name. */
export async function listWebhooks(database: Database): Promise<WebhookRecord[]> {
  return (await database.prisma.webhook.findMany({ orderBy: { name: 'asc' } })).map(recordOf);
}

/** Tells an address of nothing more, and forgets what it was told. Throws WEBHOOK_UNKNOWN. */
export async function removeWebhook(database: Database, name: string): Promise<void> {
  const { count } = await database.prisma.webhook.deleteMany({ where: { name } });
  if (count === 0) throw webhookUnknown(name);
}

/** One message that was or is to be sent. */
export interface DeliveryRecord {
  readonly id: string;
  readonly webhook: string;
  readonly event: string;
  readonly state: 'PENDING' | 'DELIVERED' | 'FAILED';
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly deliveredAt: Date | null;
}

/** The latest messages to a webhook. Throws WEBHOOK_UNKNOWN. */
export async function listDeliveries(
  database: Database,
  name: string,
  limit: number,
): Promise<DeliveryRecord[]> {
  const { id: webhookId } = await findWebhook(database, name);
  const rows = await database.prisma.webhookDelivery.findMany({
    where: { webhookId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    omit: { body: true, eventKey: true, webhookId: true, nextAttemptAt: true },
  });
  return rows.map((row) => ({ ...row, webhook: name }));
}

/** Puts a message without meaning into the outbox of a webhook, to try it. Throws WEBHOOK_UNKNOWN. */
export async function testWebhook(database: Database, name: string, nowMs: number): Promise<void> {
  const timestamp = new Date(nowMs).toISOString();
  const body = JSON.stringify({ type: 'test', timestamp, data: { webhook: name } });
  if (!(await storeTestMessage(database.pool, name, body))) throw webhookUnknown(name);
}

async function findWebhook(database: Database, name: string): Promise<Webhook> {
  const webhook = await database.prisma.webhook.findUnique({ where: { name } });
  if (webhook !== null) return webhook;
  throw webhookUnknown(name);
}

function webhookUnknown(name: string): Error {
  return apiError('WEBHOOK_UNKNOWN', `There is no webhook named ${name}.`, { details: { name } });
}

function recordOf({ name, url, events, allowPrivate, createdAt }: Webhook): WebhookRecord {
  return { name, origin: new URL(url).origin, events, allowPrivate, createdAt };
}
