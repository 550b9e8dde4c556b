import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { OperationConfiguration } from '../../../src/graph/index.js';
import {
  buildCampaign,
  campaignProgress,
  runQueuesOn,
  settleCampaign,
  submitCampaign,
} from '../../../src/orchestrator/index.js';
import { openQueue } from '../../../src/platform/queue/index.js';
import type { QueueService } from '../../../src/platform/queue/index.js';
import { readTrainingSet } from '../../../src/trainer/training-set/training-set.js';
import { addPool, addTool } from '../../support/farm-pools.js';
import { bumpyLatencyUs, measureRuns } from '../../support/measured-campaigns.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';

let database: TestPostgres;
let service: QueueService;
beforeAll(async () => {
  database = await startTestPostgres();
  await addTool(database);
  service = await openQueue(database.queueUrl);
});
afterAll(async () => {
  await service.close();
  await database.close();
});

async function submit(checkPacking: number): Promise<string> {
  const campaign = await buildCampaign(
    {
      ...{ name: 'packed', owner: 'test', scenarios: ['1large-t1-float32-builtin-2.15'] },
      phones: { pools: [await addPool(database)] },
      operations: [
        { searchSpace: 'small-vision-networks.yaml', samples: { relu: 10, add: 10 }, pack: 5, checkPacking },
      ],
    },
    fileURLToPath(new URL('../../../configs/search-spaces/', import.meta.url)),
  );
  return (await submitCampaign(database, runQueuesOn(service), campaign)).id;
}

const scattered = ({ inputs }: OperationConfiguration) =>
  Math.exp(1.5 * Math.sin(7 * (inputs[0]?.shape.reduce((size, length) => size * length) ?? 0)));

/** Packed additions take half as long again; packed RELUs take whatever they like. */
const disturbed = (configuration: OperationConfiguration, packSize: number) =>
  bumpyLatencyUs(configuration) *
  (packSize === 1 ? 1 : configuration.operator === 'ADD' ? 1.5 : scattered(configuration));

describe('a campaign of packed operations', () => {
  it('is measured packed only, when it is not to check packing', async () => {
    const id = await submit(0);
    expect(await measureRuns(database, id)).toBe(4);
    expect(await settleCampaign(database, id)).toBe('DONE');
    expect((await campaignProgress(database, id)).packing).toEqual([]);
  });

  it('measures some alone, and finds that packing agrees', async () => {
    const id = await submit(3);
    expect(await measureRuns(database, id)).toBe(4 + 6);
    expect(await settleCampaign(database, id)).toBe('DONE');
    const { packing } = await campaignProgress(database, id);
    expect(packing).toMatchObject([
      { operator: 'ADD', decision: 'AGREES', configurations: 3 },
      { operator: 'RELU', decision: 'AGREES', configurations: 3 },
    ]);
  });

  it('goes on with what does not bear packing, singly, until all of it is measured', async () => {
    const id = await submit(3);
    await measureRuns(database, id, { latencyUs: disturbed });
    expect(await settleCampaign(database, id)).toBe('RUNNING');
    expect(await settleCampaign(database, id)).toBe('RUNNING');
    const { packing, runs } = await campaignProgress(database, id);
    expect(packing.map(({ operator, decision }) => [operator, decision])).toEqual([
      ['ADD', 'CORRECTED'],
      ['RELU', 'REFUSED'],
    ]);
    expect(runs).toMatchObject({ DONE: 10, PENDING: 10 - 3 });
    await measureRuns(database, id, { latencyUs: disturbed });
    expect(await settleCampaign(database, id)).toBe('DONE');
  });

  it('teaches what configurations take alone', async () => {
    await database.prisma.campaign.deleteMany();
    const id = await submit(3);
    await measureRuns(database, id, { latencyUs: disturbed });
    await settleCampaign(database, id);
    await measureRuns(database, id, { latencyUs: disturbed });
    const { rows } = await readTrainingSet(database, {
      deviceModel: 'Test Phone',
      scenarioKey: '1large-t1-float32-builtin-2.15',
      sampleKinds: ['OPERATIONS'],
    });
    const configurations = await database.prisma.configuration.findMany();
    const alone = new Map(
      configurations.map(({ hash, spec }) => [
        hash,
        bumpyLatencyUs(spec as unknown as OperationConfiguration),
      ]),
    );
    expect(new Set(rows.map(({ configuration }) => configuration)).size).toBe(20);
    for (const { configuration, latencyUs } of rows) {
      expect(latencyUs / (alone.get(configuration) ?? 0)).toBeCloseTo(1, 9);
    }
  });
});
