import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  buildCampaign,
  campaignProgress,
  runQueuesOn,
  settleCampaign,
  splitFailedPacks,
  submitCampaign,
} from '../../../src/orchestrator/index.js';
import type { SampleSpec } from '../../../src/records/sample.js';
import { addPool, addTool } from '../../support/farm-pools.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';
import { openQueue } from '../../../src/platform/queue/index.js';
import type { QueueService } from '../../../src/platform/queue/index.js';

const space = `name: tiny
operations:
  - name: relu
    operator: RELU
    parameters: { height: { integer: [1, 40] }, channels: { integer: [1, 40] } }
`;

let database: TestPostgres;
let folder: string;
let service: QueueService;
let pool: string;
beforeAll(async () => {
  database = await startTestPostgres();
  await addTool(database);
  service = await openQueue(database.queueUrl);
  pool = await addPool(database);
  folder = await mkdtemp(join(tmpdir(), 'latency-farm-split-'));
  await writeFile(join(folder, 'space.yaml'), space);
});
afterAll(async () => {
  await service.close();
  await database.close();
  await rm(folder, { recursive: true });
});

let campaignId: string;
beforeEach(async () => {
  const campaign = await buildCampaign(
    {
      name: 'split',
      owner: 'test',
      scenarios: ['1large-t1-float32-xnnpack-2.15'],
      phones: { pools: [pool] },
      operations: [{ searchSpace: 'space.yaml', samples: 24, pack: 12, checkPacking: 0 }],
      repetitions: 2,
    },
    folder,
  );
  campaignId = (await submitCampaign(database, runQueuesOn(service), campaign)).id;
});

interface OpenRun {
  readonly id: string;
  readonly configurations: readonly string[];
}

async function openRuns(): Promise<OpenRun[]> {
  const runs = await database.prisma.run.findMany({
    where: { campaignId, state: 'PENDING' },
    include: { sample: true },
  });
  return runs.map(({ id, sample }) => {
    const { configurations } = sample.spec as unknown as Extract<SampleSpec, { kind: 'operations' }>;
    return { id, configurations: configurations.map((each) => JSON.stringify(each)) };
  });
}

/** Measures what is open until nothing is: models with the bad configuration end as `ending` says. */
async function measureAll(bad: string, ending: object): Promise<number> {
  for (let executed = 0; ;) {
    const open = await openRuns();
    if (open.length === 0) return executed;
    for (const { id, configurations } of open) {
      const data = configurations.includes(bad) ? ending : { state: 'DONE' as const, verdict: 'ok' };
      await database.prisma.run.update({ where: { id }, data });
      executed++;
    }
    await settleCampaign(database, campaignId);
  }
}

describe('a pack that fails for what is in it', () => {
  it.each([
    ['the tool crashed', { state: 'FAILED', failureCode: 'BENCHMARK_CRASHED' }],
    ['the tool did not end', { state: 'FAILED', failureCode: 'RUN_TIMEOUT' }],
    ['the profile did not fit', { state: 'DONE', verdict: 'parse-mismatch' }],
    ['the GPU left something', { state: 'DONE', verdict: 'fallback' }],
  ])('is measured in halves until one bad operation costs one: %s', async (_, ending) => {
    const bad = (await openRuns())[0]?.configurations[3] ?? '';
    const executed = await measureAll(bad, ending);
    // Two packs, twice; a pack of 12 comes down to one in four cuts of two parts each.
    expect(executed).toBeLessThanOrEqual(4 + 2 * 2 * 4);
    const measured = await database.prisma.run.findMany({
      where: { campaignId, state: 'DONE', verdict: 'ok' },
      include: { sample: true },
    });
    const configurations = measured.flatMap(
      ({ sample }) => (sample.spec as unknown as { configurations: unknown[] }).configurations,
    );
    expect(configurations).toHaveLength(2 * 23);
    const { runs, state } = await campaignProgress(database, campaignId);
    expect(runs.SPLIT).toBeGreaterThan(0);
    expect(runs.total - (ending.state === 'FAILED' ? runs.DONE : measured.length)).toBe(2);
    expect(state).toBe(ending.state === 'FAILED' ? 'PARTLY_DONE' : 'DONE');
  });

  it('is split once, however often it is looked at', async () => {
    const [first] = await openRuns();
    await database.prisma.run.update({
      where: { id: first?.id ?? '' },
      data: { state: 'FAILED', failureCode: 'BENCHMARK_MODEL_REFUSED' },
    });
    expect(await splitFailedPacks(database, campaignId)).toBe(1);
    expect(await splitFailedPacks(database, campaignId)).toBe(0);
    expect(await database.prisma.run.count({ where: { campaignId } })).toBe(4 + 2);
  });

  it.each(['PHONE_LOST', 'BENCHMARK_BINARY_UNUSABLE', 'BENCHMARK_FLAG_REFUSED'])(
    'is not what fails with %s: a part would meet the same',
    async (failureCode) => {
      await database.prisma.run.updateMany({ where: { campaignId }, data: { state: 'FAILED', failureCode } });
      expect(await splitFailedPacks(database, campaignId)).toBe(0);
      expect(await settleCampaign(database, campaignId)).toBe('FAILED');
    },
  );
});
