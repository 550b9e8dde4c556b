import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addJobs, queuedRunIds, removeJobs } from '../../../src/orchestrator/campaign/queueing/queues.js';
import { runQueuesOn, type RunQueues } from '../../../src/orchestrator/index.js';
import { openQueue, type QueueService } from '../../../src/platform/queue/index.js';
import { emptyTestDatabase } from '../../support/postgres.js';

describe('jobs that somebody else has put into the queue of a pool', () => {
  const poolKey = 'pool';
  let service: QueueService;
  let queues: RunQueues;

  beforeAll(async () => {
    service = await openQueue(await emptyTestDatabase(), { maxConnections: 4 });
    queues = runQueuesOn(service);
  });
  afterAll(() => service.close());

  it('are left alone, and keep nobody from what is the farm’s', async () => {
    for (const data of [{}, null, { runIds: [] }]) await queues(poolKey).add('foreign', data as never);
    await addJobs(queues, [{ poolKey, campaignId: 'c', job: { runIds: ['a', 'b'] }, priority: 1 }]);
    expect(await queuedRunIds(queues, poolKey)).toEqual(new Set(['a', 'b']));
    await removeJobs(queues, poolKey, new Set(['a', 'b']));
    const left = await queues(poolKey).getJobs(['waiting', 'prioritized']);
    expect(left.map(({ name }) => name)).toEqual(['foreign', 'foreign', 'foreign']);
  });
});
