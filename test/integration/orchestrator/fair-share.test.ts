import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { buildCampaign, reconcile, runQueuesOn, submitCampaign } from '../../../src/orchestrator/index.js';
import type { RunQueues } from '../../../src/orchestrator/index.js';
import { runQueueName } from '../../../src/records/run.js';
import type { RunJob } from '../../../src/records/run.js';
import { addPool, addTool } from '../../support/farm-pools.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';
import { useQueue } from '../../support/queue-backends.js';
import type { StartQueueServer } from '../../support/queue-backends.js';
import { startTestRedis } from '../../support/redis.js';
import { describeWith } from '../../support/system-packages.js';

/** The queue holds four runs of a second. */
const windowMs = 4_000;

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
  await addTool(database);
});
afterAll(() => database.close());

function onBackend(startServer: StartQueueServer): void {
  const service = useQueue(startServer);
  let queues: RunQueues;
  beforeAll(() => {
    queues = runQueuesOn(service());
  });
  let poolKey: string;
  beforeEach(async () => {
    poolKey = await addPool(database);
  });

  /** Its runs are put into the queue by whoever looks after campaigns. */
  async function submit(name: string, networks: number, priority = 100): Promise<void> {
    const file = {
      ...{ name, owner: 'test', priority, phones: { pools: [poolKey] }, runsPerJob: 2 },
      scenarios: ['1large-t1-float32-builtin-2.15'],
      sampledArchitectures: [{ searchSpace: 'nas-bench-201.yaml', samples: networks }],
    };
    const spaces = fileURLToPath(new URL('../../../configs/search-spaces/', import.meta.url));
    await submitCampaign(database, queues, await buildCampaign(file, spaces));
    await queues(poolKey).obliterate({ force: true });
  }

  /** A phone: measures job after job, each run a second, and tells whose they were, until nothing is left. */
  async function measureAll(onJob?: (done: number) => Promise<void>): Promise<string[]> {
    const owners: string[] = [];
    await reconcile(database, queues, { windowMs });
    await new Promise<void>((resolve, reject) => {
      const worker = service().worker<RunJob>(runQueueName(poolKey), async ({ data: { runIds } }) => {
        const { rows } = await database.pool.query<{ name: string }>(
          `UPDATE "Run" r SET state = 'DONE', verdict = 'ok', "phoneBusyMs" = 1000, "finishedAt" = now()
             FROM "Campaign" c WHERE r.id = ANY($1) AND r.state = 'PENDING' AND c.id = r."campaignId" RETURNING c.name`,
          [runIds],
        );
        owners.push(...rows.map(({ name }) => name));
        await onJob?.(owners.length);
        await reconcile(database, queues, { windowMs });
        const open = await database.prisma.run.count({ where: { pool: { key: poolKey }, state: 'PENDING' } });
        if (open === 0) resolve();
      });
      worker.on('failed', (_, error) => reject(error));
    });
    return owners;
  }

  const share = (owners: readonly string[], name: string, of: number) =>
    owners.slice(0, of).filter((owner) => owner === name).length;

  it('lets a small campaign and a large one of equal priority get on alike', async () => {
    await submit('large', 40);
    await submit('small', 12);
    const owners = await measureAll();
    expect(owners).toHaveLength(52);
    for (const of of [8, 12, 16, 20, 24]) {
      expect(Math.abs(share(owners, 'small', of) - of / 2), `of the first ${of}`).toBeLessThanOrEqual(2);
    }
  });

  it('shares alike from when a campaign comes, whatever the others got before', async () => {
    await submit('early', 40);
    const owners = await measureAll(async (done) => {
      if (done === 12) await submit('late', 10);
    });
    const since = owners.slice(12);
    expect(Math.abs(share(since, 'late', 16) - 8)).toBeLessThanOrEqual(4);
    expect(since.lastIndexOf('late')).toBeLessThan(26);
  });

  it('measures what is more urgent first', async () => {
    await submit('patient', 10, 100);
    await submit('urgent', 6, 0);
    const owners = await measureAll();
    expect(share(owners, 'urgent', 6)).toBe(6);
  });
}

describe('phones shared by campaigns, with jobs in Postgres', () => {
  onBackend(() => Promise.resolve({ url: database.queueUrl, stop: () => Promise.resolve() }));
});

describeWith('redis-server', 'phones shared by campaigns, with jobs in Redis', () => {
  onBackend(startTestRedis);
});
