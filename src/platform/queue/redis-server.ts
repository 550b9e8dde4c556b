import { createRedisBackend } from 'bullmq';
import type { IQueueBackend } from 'bullmq';
import { Redis } from 'ioredis';

import type { Clock } from '../clock.js';
import { platformError } from '../errors.js';
import type { Logger } from '../logging.js';
import { redactSecrets } from '../redaction.js';
import type { QueueServer } from './queue-server.js';
import { isTooOld, mayEvict, oldestRedis, redisFactsOf, type RedisFacts } from './redis-facts.js';

/**
 * Connects to redis:// or rediss://. Workers open a second, blocking connection each, by duplicating this one.
 * @throws FarmError QUEUE_UNREACHABLE, QUEUE_SERVER_TOO_OLD
 */
export async function connectRedis(url: string, logger: Logger, clock: Clock): Promise<QueueServer> {
  const redis = new Redis(url, {
    lazyConnect: true,
    // BullMQ's workers wait out an outage rather than fail on it, and demand this setting.
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(100 * 2 ** attempt, 5_000),
    connectTimeout: 5_000,
  });
  redis.on('error', (error: Error) => logger.warn({ error }, 'the connection to Redis broke'));
  try {
    await connectOnce(redis);
    complainAbout(await redis.info(), url, logger);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  // Whatever duplicates this connection, as workers do, would never connect by itself while the server is away.
  redis.options.lazyConnect = false;
  return {
    kind: 'redis',
    connection: redis,
    createBackend: (...parameters) => withoutHangingUpOnAll(createRedisBackend(...parameters)),
    maxListeners: Number.POSITIVE_INFINITY,
    isAway: () => redis.status !== 'ready',
    close: async () => {
      // Without a connection the farewell would wait for one.
      if (redis.status === 'ready') await farewell(redis, clock);
      redis.disconnect();
    },
  };
}

/**
 * BullMQ (6.7) hangs up on the connection that all share when one of them is disconnected, after which none of them works again: ioredis
 * does not connect anew what was hung up on. A backend that is disconnected gives up its own, the blocking one, only.
 */
function withoutHangingUpOnAll(backend: IQueueBackend): IQueueBackend {
  return Object.assign(backend, { disconnect: backend.disconnectBlocking.bind(backend) });
}

/**
 * What a Redis tells of itself, whether or not it will do.
 * @throws FarmError QUEUE_UNREACHABLE
 */
export async function readRedisFacts(url: string): Promise<RedisFacts> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 5_000, retryStrategy: () => null });
  try {
    await connectOnce(redis);
    return redisFactsOf(await redis.info());
  } finally {
    redis.disconnect();
  }
}

/** How long a server may take to answer a farewell. */
const farewellMs = 1_000;

/** Says that this is the end. A server that ends or falls silent in the same moment does not answer: nothing is lost by that. */
async function farewell(redis: Redis, clock: Clock): Promise<void> {
  const answered = new AbortController();
  const patience = clock.sleep(farewellMs, answered.signal).catch(() => undefined);
  await Promise.race([redis.quit().catch(() => undefined), patience]);
  answered.abort();
}

/** The first connection either succeeds or fails; only later ones are tried again. */
async function connectOnce(redis: Redis): Promise<void> {
  let reason = 'no answer';
  const remember = (error: Error) => (reason = error.message);
  redis.on('error', remember);
  const url = `${redis.options.host ?? ''}:${redis.options.port ?? ''}`;
  try {
    await redis.connect();
  } catch (cause) {
    throw platformError('QUEUE_UNREACHABLE', `Redis at ${url}: ${reason}`, { cause });
  } finally {
    redis.off('error', remember);
  }
}

function complainAbout(info: string, url: string, logger: Logger): void {
  const facts = redisFactsOf(info);
  if (isTooOld(facts)) {
    throw platformError(
      'QUEUE_SERVER_TOO_OLD',
      `Redis at ${redactSecrets(url)} is version ${facts.version}; at least ${oldestRedis} is needed.`,
    );
  }
  if (mayEvict(facts)) {
    const { maxmemoryPolicy: policy } = facts;
    logger.warn({ policy }, 'Redis may throw jobs away: set its maxmemory-policy to noeviction');
  }
}
