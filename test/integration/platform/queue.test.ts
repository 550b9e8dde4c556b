import { randomBytes } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { connectClient } from '../../../src/platform/database/index.js';
import { createLogger, silentLogger } from '../../../src/platform/index.js';
import { openQueue } from '../../../src/platform/queue/index.js';
import type { QueueService } from '../../../src/platform/queue/index.js';
import { eventually, nextEvent, patienceMs } from '../../support/eventually.js';
import { emptyTestDatabase } from '../../support/postgres.js';
import { startTestRedis } from '../../support/redis.js';
import { startBreakableLine } from '../../support/breakable-line.js';
import { describeWith } from '../../support/system-packages.js';

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

interface Measure {
  readonly runId: string;
}

/** What holds for a queue whichever server keeps it. */
function behavesAsAQueue(start: () => Promise<Server>): void {
  let server: Server;
  let service: QueueService;
  let name: string;
  beforeAll(async () => {
    server = await start();
    service = await openQueue(server.url);
  });
  afterAll(async () => {
    await service.close(true);
    await server.stop();
  });
  const freshName = () => (name = `runs.pixel-4-${randomBytes(4).toString('hex')}`);

  it('does the jobs that were added, and tells who listens', async () => {
    const queue = service.queue<Measure, string>(freshName());
    const events = service.events<string>(name);
    await events.waitUntilReady();
    const worker = service.worker<Measure, string>(name, (job) => Promise.resolve(`did ${job.data.runId}`));
    const jobs = await queue.addBulk(['a', 'b'].map((runId) => ({ name: 'measure', data: { runId } })));
    expect(await Promise.all(jobs.map((job) => job.waitUntilFinished(events, patienceMs)))).toEqual([
      'did a',
      'did b',
    ]);
    await worker.close();
  });

  it('does the job with the higher priority (the lower number) first', async () => {
    const queue = service.queue<Measure>(freshName());
    await queue.add('measure', { runId: 'later' }, { priority: 5 });
    await queue.add('measure', { runId: 'first' }, { priority: 1 });
    const done: string[] = [];
    const worker = service.worker<Measure>(name, (job) => Promise.resolve(done.push(job.data.runId)));
    await eventually(() => expect(done).toEqual(['first', 'later']));
    await worker.close();
  });

  it('adds a job with the same id once', async () => {
    const queue = service.queue<Measure>(freshName());
    await Promise.all([1, 2, 3].map(() => queue.add('measure', { runId: 'a' }, { jobId: 'a' })));
    expect(await queue.getWaitingCount()).toBe(1);
  });

  it('tries a failed job again, and keeps the reason when all attempts have failed', async () => {
    const queue = service.queue<Measure>(freshName(), { attempts: 2, backoff: { type: 'fixed', delay: 1 } });
    const worker = service.worker<Measure>(name, () => Promise.reject(new Error('phone lost')));
    const job = await queue.add('measure', { runId: 'a' });
    await eventually(async () => expect(await job.getState()).toBe('failed'));
    expect(await queue.getJob(job.id ?? '')).toMatchObject({ failedReason: 'phone lost', attemptsMade: 2 });
    await worker.close();
  });

  it('gives the job of a worker that vanished to another one', async () => {
    const queue = service.queue<Measure, string>(freshName());
    const lost = { lockDuration: 100, skipLockRenewal: true, skipStalledCheck: true };
    const vanished = service.worker<Measure, string>(name, () => new Promise<string>(() => undefined), lost);
    const active = nextEvent(vanished, 'active');
    const job = await queue.add('measure', { runId: 'a' });
    await active;
    const twin = service.worker<Measure, string>(name, () => Promise.resolve('done by the twin'), {
      stalledInterval: 50,
    });
    await eventually(async () => expect(await job.getState()).toBe('completed'));
    expect((await queue.getJob(job.id ?? ''))?.returnvalue).toBe('done by the twin');
    await Promise.all([twin.close(), vanished.close(true)]);
  });

  it('lets a worker finish its job when it is closed', async () => {
    const queue = service.queue<Measure>(freshName());
    let finishTool = () => undefined as unknown;
    const toolDone = new Promise((resolve) => (finishTool = () => resolve('done')));
    const worker = service.worker<Measure>(name, () => toolDone);
    const active = nextEvent(worker, 'active');
    const job = await queue.add('measure', { runId: 'a' });
    await active;
    const closing = worker.close();
    finishTool();
    await closing;
    expect(await job.getState()).toBe('completed');
  });

  it('adds a parent that waits for its children', async () => {
    freshName();
    const flow = service.flow();
    const order: string[] = [];
    const worker = service.worker<Measure>(name, (job) => Promise.resolve(order.push(job.name)));
    const children = ['run 1', 'run 2'].map((child) => ({ name: child, queueName: name, data: {} }));
    await flow.add({ name: 'train', queueName: name, children });
    await eventually(() => expect(order).toEqual(['run 1', 'run 2', 'train']));
    await worker.close();
  });

  it('keeps the jobs of two farms apart on one server', async () => {
    const farms = await Promise.all(['one', 'two'].map((farm) => openQueue(server.url, { farm })));
    freshName();
    const done: string[] = [];
    const queues = farms.map((farm) => farm.queue<Measure>(name));
    for (const [index, farm] of farms.entries()) {
      farm.worker<Measure>(name, ({ data }) => Promise.resolve(done.push(`${index}: ${data.runId}`)));
    }
    await Promise.all(queues.map((queue, index) => queue.add('measure', { runId: `run of ${index}` })));
    await eventually(() => expect(done.toSorted()).toEqual(['0: run of 0', '1: run of 1']));
    await Promise.all(farms.map((farm) => farm.close()));
  });

  it('closes everything it made, more than once if asked', async () => {
    const other = await openQueue(server.url);
    other.queue<Measure>(freshName());
    const worker = other.worker<Measure>(name, () => Promise.resolve());
    await worker.waitUntilReady();
    await Promise.all([other.close(), other.close()]);
    expect(worker.isRunning()).toBe(false);
  });
}

describeWith('redis-server', 'a queue on Redis', () => {
  behavesAsAQueue(() => startTestRedis());

  it('goes on after Redis was away', async () => {
    const first = await startTestRedis();
    const service = await openQueue(first.url);
    const queue = service.queue<Measure>('runs');
    const done: string[] = [];
    const worker = service.worker<Measure>('runs', (job) => Promise.resolve(done.push(job.data.runId)));
    await worker.waitUntilReady();
    await first.stop();
    const second = await startTestRedis({ port: first.port });
    await queue.add('measure', { runId: 'after' });
    await eventually(() => expect(done).toEqual(['after']));
    await service.close();
    await second.stop();
  });

  it('goes on for all others when one is given up while Redis is away', async () => {
    const redis = await startTestRedis();
    const line = await startBreakableLine(redis.url);
    const service = await openQueue(line.url);
    const done: string[] = [];
    const process = (job: { data: Measure }) => Promise.resolve(done.push(job.data.runId));
    const given = service.worker<Measure>('others', () => new Promise<never>(() => undefined));
    const other = service.worker<Measure>('runs', process);
    await Promise.all([given.waitUntilReady(), other.waitUntilReady()]);
    await service.queue<Measure>('others').add('measure', { runId: 'never' });
    await nextEvent(given, 'active');
    line.cut();
    given.close().catch(() => undefined);
    given.disconnect().catch(() => undefined);
    const queue = service.queue<Measure>('runs');
    queue.disconnect().catch(() => undefined);
    line.mend();
    await service.queue<Measure>('runs').add('measure', { runId: 'after' });
    await eventually(() => expect(done).toEqual(['after']));
    await service.close();
    await line.close();
    await redis.stop();
  });

  it('can be closed while Redis is away', async () => {
    const redis = await startTestRedis();
    const service = await openQueue(redis.url);
    await service.queue<Measure>('runs').add('measure', { runId: 'a' });
    await Promise.all([
      service.worker<Measure>('runs', () => Promise.resolve()).waitUntilReady(),
      service.events('runs').waitUntilReady(),
    ]);
    await redis.stop();
    await service.close();
  });

  it('can be closed while Redis ends', async () => {
    const redis = await startTestRedis();
    const service = await openQueue(redis.url);
    await Promise.all([service.close(), redis.kill()]);
  });

  it('can be closed while Redis falls silent', async () => {
    const redis = await startTestRedis();
    const line = await startBreakableLine(redis.url);
    const service = await openQueue(line.url);
    line.lengthen(60_000);
    await service.close();
    await line.close();
    await redis.stop();
  });

  it('warns of a Redis that may throw jobs away', async () => {
    const redis = await startTestRedis({ settings: { 'maxmemory-policy': 'allkeys-lru' } });
    const lines: string[] = [];
    const logger = createLogger({ level: 'warn', output: { write: (line) => lines.push(line) } });
    const service = await openQueue(redis.url, { logger });
    expect(lines.join('')).toContain('noeviction');
    await service.close();
    await redis.stop();
  });

  it('refuses a wrong password without repeating it', async () => {
    const redis = await startTestRedis({ settings: { requirepass: 'right' } });
    const wrong = `redis://:hunter2@127.0.0.1:${redis.port}`;
    await expect(openQueue(wrong)).rejects.toMatchObject({
      code: 'QUEUE_UNREACHABLE',
      message: expect.not.stringContaining('hunter2') as string,
    });
    const service = await openQueue(`redis://:right@127.0.0.1:${redis.port}`);
    await service.close();
    await redis.stop();
  });
});

describe('a queue on Postgres', () => {
  behavesAsAQueue(async () => ({ url: await emptyTestDatabase(), stop: () => Promise.resolve() }));

  it('refuses more workers than its connections can carry, and takes others when some have closed', async () => {
    const service = await openQueue(await emptyTestDatabase(), { maxConnections: 6 });
    const open = () => service.worker<Measure>('runs', () => Promise.resolve());
    const [first] = [open(), open()];
    expect(open).toThrow(expect.objectContaining({ code: 'QUEUE_CONNECTIONS_EXHAUSTED' }) as Error);
    await first.close();
    const third = open();
    await third.waitUntilReady();
    await service.close();
  });

  describe('and a host whose clock is wrong', () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it.each([
      ['behind', -3 * 60 * 60_000],
      ['ahead', 3 * 60 * 60_000],
    ])(
      'which is %s: locks, delays and stalled jobs go by the clock of the database',
      async (word, skewMs) => {
        const service = await openQueue(await emptyTestDatabase());
        const queue = service.queue<Measure>('runs', { attempts: 2, backoff: { type: 'fixed', delay: 1 } });
        const lockMs = 1_000;
        const beforeLockMs = performance.now();
        const vanished = service.worker<Measure>('runs', () => new Promise(() => undefined), {
          lockDuration: lockMs,
          skipLockRenewal: true,
          skipStalledCheck: true,
        });
        const active = nextEvent(vanished, 'active');
        const job = await queue.add('measure', { runId: 'a' });
        await active;

        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + skewMs });
        let takenMs: number | undefined;
        const skewed = service.worker<Measure>(
          'runs',
          () => {
            takenMs = performance.now();
            void skewed.pause(true);
            return Promise.reject(new Error('once more'));
          },
          { stalledInterval: 50 },
        );
        await eventually(async () => expect(await job.getState()).toBe('delayed'));
        if (word === 'ahead') expect(takenMs).toBeGreaterThanOrEqual(beforeLockMs + lockMs);

        vi.useRealTimers();
        const right = service.worker<Measure>('runs', () => Promise.resolve());
        await eventually(async () => expect(await job.getState()).toBe('completed'));
        await Promise.all([right.close(), skewed.close(), vanished.close(true)]);
        await service.close(true);
      },
    );
  });

  it.each(['options=-c%20search_path%3Dfarm', 'options=-c%20statement_timeout%3D60000'])(
    'keeps its tables where they are when its URL says %s',
    async (parameter) => {
      const url = await emptyTestDatabase();
      const service = await openQueue(`${url}?${parameter}`);
      await service.queue<Measure>('runs').add('measure', { runId: 'a' });
      const plain = await openQueue(url);
      expect(await plain.queue<Measure>('runs').getWaitingCount()).toBe(1);
      await Promise.all([service.close(), plain.close()]);
    },
  );

  it('takes jobs again as soon as the server does not refuse that any more', async () => {
    const url = await emptyTestDatabase();
    const service = await openQueue(url);
    const job = await service.queue<Measure>('runs').add('measure', { runId: 'a' });
    const client = await connectClient(url);
    await client.query('ALTER FUNCTION bullmq.move_to_active RENAME TO taken_away');
    const worker = service.worker<Measure>('runs', () => Promise.resolve());
    let refusals = 0;
    worker.on('error', () => refusals++);
    await eventually(() => expect(refusals).toBeGreaterThan(1));
    await client.query('ALTER FUNCTION bullmq.taken_away RENAME TO move_to_active');
    // Not by `nextEvent`, which would take one more refusal, begun before the function was back, for its own failure.
    await eventually(async () => expect(await job.getState()).toBe('completed'));
    await client.end();
    await service.close();
  });

  it('works when many processes open an empty database at once', async () => {
    const url = await emptyTestDatabase();
    const services = await Promise.all([1, 2, 3].map(() => openQueue(url)));
    await Promise.all(services.map((service) => service.close()));
  });
});

describe('openQueue', () => {
  it.each(['redis://127.0.0.1:1', 'postgres://u:hunter2@127.0.0.1:1/db'])(
    'names %s when it does not answer',
    async (url) => {
      await expect(openQueue(url, { logger: silentLogger() })).rejects.toMatchObject({
        code: 'QUEUE_UNREACHABLE',
        message: expect.stringMatching(/^(?!.*hunter2).*127\.0\.0\.1:1/) as string,
      });
    },
  );

  it.each(['amqp://host', 'not a url'])('refuses %s', async (url) => {
    await expect(openQueue(url)).rejects.toMatchObject({ code: 'INVALID_QUEUE_URL', blame: 'config' });
  });
});
