import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  buildCampaign,
  campaignProgress,
  cancelCampaign,
  pauseCampaign,
  reconcile,
  resumeCampaign,
  runQueuesOn,
  settleCampaign,
  submitCampaign,
} from '../../../src/orchestrator/index.js';
import type { Campaign, RunQueues } from '../../../src/orchestrator/index.js';
import { openQueue } from '../../../src/platform/queue/index.js';
import { addPool, addTool } from '../../support/farm-pools.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';
import { useQueue } from '../../support/queue-backends.js';
import type { StartQueueServer } from '../../support/queue-backends.js';
import { startTestRedis } from '../../support/redis.js';
import { describeWith } from '../../support/system-packages.js';

const scenario = '1large-t1-float32-builtin-2.15';

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
  await addTool(database);
});
afterAll(() => database.close());

/** A campaign of as many networks as wanted on one pool. */
function campaignOn(poolKey: string, networks = 3, more: object = {}): Promise<Campaign> {
  return buildCampaign(
    {
      name: 'example',
      owner: 'test',
      scenarios: [scenario],
      phones: { pools: [poolKey] },
      sampledArchitectures: [{ searchSpace: 'synthetic-blocks.yaml', samples: networks }],
      repetitions: 2,
      runsPerJob: 4,
      ...more,
    },
    fileURLToPath(new URL('../../../configs/search-spaces/', import.meta.url)),
  );
}

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
  afterEach(() => queues(poolKey).obliterate({ force: true }));

  const queuedRuns = async () => {
    const jobs = await queues(poolKey).getJobs(['waiting', 'prioritized', 'delayed']);
    return jobs.flatMap(({ data }) => data.runIds);
  };
  const finishRuns = (id: string, state: 'DONE' | 'FAILED', limit: number) =>
    database.pool.query(
      `UPDATE "Run" SET state = $2::"RunState", verdict = CASE WHEN $2 = 'DONE' THEN 'ok' END,
              "failureCode" = CASE WHEN $2 = 'FAILED' THEN 'MODEL_REFUSED' END, "phoneBusyMs" = 1000, "toolMs" = 800
        WHERE id IN (SELECT id FROM "Run" WHERE "campaignId" = $1 AND state = 'PENDING' LIMIT $3)`,
      [id, state, limit],
    );

  it('stores all runs of a submitted campaign and puts each into a job', async () => {
    const { id, runCount } = await submitCampaign(database, queues, await campaignOn(poolKey));
    expect(runCount).toBe(6);
    const stored = await database.prisma.run.findMany({ where: { campaignId: id } });
    expect((await queuedRuns()).toSorted()).toEqual(stored.map((run) => run.id).toSorted());
    expect(await queues(poolKey).getJobs(['waiting', 'prioritized'])).toHaveLength(2);
  });

  it('queues the first repetition of every model before the second of any', async () => {
    const { id } = await submitCampaign(database, queues, await campaignOn(poolKey));
    const runs = await database.prisma.run.findMany({ where: { campaignId: id } });
    const repetitions = new Map(runs.map((run) => [run.id, run.repetition]));
    const jobs = await queues(poolKey).getJobs(['waiting', 'prioritized'], 0, -1, true);
    expect(jobs.flatMap(({ data }) => data.runIds).map((run) => repetitions.get(run))).toEqual([
      0, 0, 0, 1, 1, 1,
    ]);
  });

  it('gives runs a job again when the queue has lost theirs, and only then', async () => {
    const { id } = await submitCampaign(database, queues, await campaignOn(poolKey));
    expect(await reconcile(database, queues, { campaignId: id })).toBe(0);
    await queues(poolKey).obliterate({ force: true });
    await finishRuns(id, 'DONE', 2);
    expect(await reconcile(database, queues, { campaignId: id })).toBe(4);
    expect(await reconcile(database, queues, { campaignId: id })).toBe(0);
    expect(await queuedRuns()).toHaveLength(4);
  });

  it('takes a paused campaign out of the queue and puts it back when it is resumed', async () => {
    const { id } = await submitCampaign(database, queues, await campaignOn(poolKey));
    await pauseCampaign(database, queues, id);
    expect(await queuedRuns()).toEqual([]);
    expect(await reconcile(database, queues, { campaignId: id })).toBe(0);
    await resumeCampaign(database, queues, id);
    expect(await queuedRuns()).toHaveLength(6);
  });

  it('cancels what is not measured and keeps what is', async () => {
    const { id } = await submitCampaign(database, queues, await campaignOn(poolKey));
    await finishRuns(id, 'DONE', 1);
    await cancelCampaign(database, id, 'not needed');
    const progress = await campaignProgress(database, id);
    expect(progress).toMatchObject({ state: 'CANCELLED', stateReason: 'not needed' });
    expect(progress.runs).toMatchObject({ DONE: 1, CANCELLED: 5, PENDING: 0 });
    await expect(resumeCampaign(database, queues, id)).rejects.toMatchObject({
      code: 'CAMPAIGN_STATE_CONFLICT',
    });
  });

  it('is done, partly done or failed by what became of its runs', async () => {
    const outcomes = [
      { done: 6, failed: 0, state: 'DONE' },
      { done: 5, failed: 1, state: 'PARTLY_DONE' },
      { done: 0, failed: 6, state: 'FAILED' },
    ] as const;
    for (const { done, failed, state } of outcomes) {
      const { id } = await submitCampaign(database, queues, await campaignOn(poolKey));
      expect(await settleCampaign(database, id)).toBe('RUNNING');
      await finishRuns(id, 'DONE', done);
      await finishRuns(id, 'FAILED', failed);
      expect(await settleCampaign(database, id)).toBe(state);
    }
  });

  it('ends when its budget is used up', async () => {
    const campaign = await campaignOn(poolKey, 3, { budget: { phoneMinutes: 0.05 } });
    const { id } = await submitCampaign(database, queues, campaign);
    await finishRuns(id, 'DONE', 2);
    expect(await settleCampaign(database, id)).toBe('RUNNING');
    await finishRuns(id, 'DONE', 1);
    expect(await settleCampaign(database, id)).toBe('PARTLY_DONE');
    const { runs, stateReason } = await campaignProgress(database, id);
    expect(runs).toMatchObject({ DONE: 3, CANCELLED: 3 });
    expect(stateReason).toContain('budget');
  });

  it('tells how far it is, how long it will take and how much of the phone time went into the tool', async () => {
    const { id } = await submitCampaign(database, queues, await campaignOn(poolKey));
    expect(await campaignProgress(database, id)).toMatchObject({ etaSeconds: null, phoneBusyShare: null });
    await finishRuns(id, 'DONE', 2);
    await finishRuns(id, 'FAILED', 1);
    expect(await campaignProgress(database, id.slice(0, 13))).toMatchObject({
      id,
      runs: { total: 6, DONE: 2, FAILED: 1, PENDING: 3 },
      verdicts: { ok: 2 },
      failures: { MODEL_REFUSED: 1 },
      phoneBusyMs: 3000,
      phoneBusyShare: 0.8,
      etaSeconds: 3,
    });
  });
}

describe('a campaign with its jobs in Postgres', () => {
  onBackend(() => Promise.resolve({ url: database.queueUrl, stop: () => Promise.resolve() }));
});

describeWith('redis-server', 'a campaign with its jobs in Redis', () => {
  onBackend(startTestRedis);
});

describe('a campaign that cannot be', () => {
  const noQueues: RunQueues = () => {
    throw new Error('nobody may be woken');
  };
  const countAll = async () => [
    await database.prisma.campaign.count(),
    await database.prisma.sample.count(),
    await database.prisma.run.count(),
  ];

  it.each([
    ['a pool that is not there', { phones: { pools: ['absent'] } }, 'CAMPAIGN_PHONES_MISSING'],
    ['a device model that is not there', { phones: { deviceModels: ['Absent'] } }, 'CAMPAIGN_PHONES_MISSING'],
    ['a label that no phone has', { phones: { labels: ['absent'] } }, 'CAMPAIGN_PHONES_MISSING'],
    ['less time than a run takes', { budget: { phoneMinutes: 0.001 } }, 'CAMPAIGN_BUDGET_TOO_SMALL'],
  ])('is refused before anything is stored: %s', async (_, more, code) => {
    const before = await countAll();
    const campaign = await campaignOn(await addPool(database), 3, more);
    await expect(submitCampaign(database, noQueues, campaign)).rejects.toMatchObject({
      code,
      blame: 'config',
    });
    expect(await countAll()).toEqual(before);
  });

  it('does not count phones that are drained', async () => {
    const key = await addPool(database);
    await database.prisma.phone.update({ where: { serialNumber: key }, data: { state: 'DRAINED' } });
    await expect(submitCampaign(database, noQueues, await campaignOn(key))).rejects.toMatchObject({
      code: 'CAMPAIGN_PHONES_MISSING',
    });
  });

  it('chooses the pools by model and labels', async () => {
    const key = await addPool(database, { deviceModel: 'Labelled', labels: ['office', 'new'] });
    await addPool(database, { deviceModel: 'Labelled', labels: ['office'] });
    const campaign = await campaignOn(key, 1, {
      phones: { deviceModels: ['Labelled'], labels: ['new', 'office'] },
    });
    const service = await openQueue(database.queueUrl);
    try {
      const { pools } = await submitCampaign(database, runQueuesOn(service), campaign);
      expect(pools).toEqual([key]);
    } finally {
      await service.close();
    }
  });

  it('is not found by an id that no campaign has, or more than one', async () => {
    await expect(campaignProgress(database, 'ffffffff')).rejects.toMatchObject({ code: 'CAMPAIGN_UNKNOWN' });
    await expect(campaignProgress(database, '')).rejects.toMatchObject({ code: 'CAMPAIGN_UNKNOWN' });
  });

  it('is found by its name where no other one is called so', async () => {
    const create = (id: string, name: string) =>
      database.prisma.campaign.create({
        data: { id, name, owner: 'someone', spec: {}, specHash: '', seed: 1 },
      });
    await create('0badcafe-0000-4000-8000-000000000001', 'only one');
    await create('0badcafe-0000-4000-8000-000000000002', 'two of them');
    await create('0badcafe-0000-4000-8000-000000000003', 'two of them');
    await create('0badcafe-0000-4000-8000-000000000004', '0badcafe-0000-4000-8000-000000000001');
    for (const meant of ['only one', '0badcafe-0000-4000-8000-000000000001'])
      expect(await campaignProgress(database, meant)).toMatchObject({ name: 'only one' });
    for (const ambiguous of ['two of them', '0badcafe'])
      await expect(campaignProgress(database, ambiguous)).rejects.toMatchObject({
        code: 'CAMPAIGN_UNKNOWN',
        message: expect.stringContaining('More than one') as string,
      });
  });
});
