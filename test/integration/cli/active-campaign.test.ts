import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';

import { advanceActiveCampaigns } from '../../../src/cli/campaigns/advance-active.js';
import type { Services } from '../../../src/cli/services/services.js';
import {
  buildCampaign,
  campaignProgress,
  campaignRounds,
  runQueuesOn,
  settleCampaign,
  submitCampaign,
} from '../../../src/orchestrator/index.js';
import { openQueue } from '../../../src/platform/queue/index.js';
import { addPool, addTool } from '../../support/farm-pools.js';
import { measureRuns } from '../../support/measured-campaigns.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';

const scenario = '1large-t1-float32-builtin-2.15';
const folder = fileURLToPath(new URL('../../../configs/campaigns', import.meta.url));

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
  await addTool(database);
});
afterAll(() => database.close());

let services: Services;
beforeEach(async () => {
  const queue = await openQueue(database.url);
  services = { database, queue, queues: runQueuesOn(queue), close: () => queue.close() };
});
afterEach(() => services.close());

async function submit(active: object): Promise<string> {
  const pool = await addPool(database);
  const campaign = await buildCampaign(
    {
      name: 'active',
      owner: 'test',
      scenarios: [scenario],
      phones: { pools: [pool] },
      operations: [{ searchSpace: '../search-spaces/small-vision-networks.yaml', samples: 60 }],
      active: { budgetPhoneMinutes: 60, roundSize: 10, seedSize: 12, pack: 5, ...active },
    },
    folder,
  );
  return (await submitCampaign(database, services.queues, campaign)).id;
}

const measure = (id: string, busyMs?: number) =>
  measureRuns(database, id, busyMs === undefined ? {} : { busyMs });

const unreachable = { withinPercent: 0.5, ofNetworksPercent: 100 };

const stateOf = async (id: string) => (await campaignProgress(database, id)).state;

describe('an active campaign', () => {
  it('chooses, measures and learns round by round until its target, and measures nothing twice', async () => {
    const id = await submit({ target: { withinPercent: 40, ofNetworksPercent: 70 } });
    for (let step = 0; step < 8 && (await stateOf(id)) === 'RUNNING'; step++) {
      await advanceActiveCampaigns(services);
      await measure(id);
      await settleCampaign(database, id);
    }
    const rounds = await campaignRounds(database, id);
    const choices = rounds.flatMap((round) => round.choices);
    expect(new Set(choices).size).toBe(choices.length);
    expect(choices.length).toBeLessThan(60);
    expect(rounds[0]).toMatchObject({ ordinal: 0, state: 'MEASURED', estimate: null });
    expect(rounds[0]?.choices).toHaveLength(12);
    expect(rounds[1]?.estimate?.measured).toBe(12);
    expect(rounds.at(-1)).toMatchObject({ state: 'ENDED', choices: [] });
    const { state, stateReason } = await campaignProgress(database, id);
    expect({ state, stateReason }).toEqual({ state: 'DONE', stateReason: rounds.at(-1)?.reason });
    expect(stateReason).toMatch(/^target reached: \d+ % of networks within ±40 %$/);
  });

  it('decides each round once, however many processes look after it and whenever they begin anew', async () => {
    const id = await submit({ target: unreachable });
    await Promise.all([1, 2, 3].map(() => advanceActiveCampaigns(services)));
    await measure(id);
    await Promise.all([1, 2, 3].map(() => advanceActiveCampaigns(services)));
    await advanceActiveCampaigns(services);
    const rounds = await campaignRounds(database, id);
    expect(rounds.map(({ ordinal }) => ordinal)).toEqual([0, 1]);
    const { runs } = await campaignProgress(database, id);
    expect(runs).toMatchObject({ DONE: 3, PENDING: 2, total: 5 });
  });

  it('stops when its budget of phone time is used up', async () => {
    const id = await submit({ budgetPhoneMinutes: 1, target: unreachable });
    await advanceActiveCampaigns(services);
    await measure(id, 30_000);
    await advanceActiveCampaigns(services);
    expect(await campaignProgress(database, id)).toMatchObject({
      state: 'DONE',
      stateReason: 'the budget of phone time is used up',
    });
  });

  it('does not keep the others from getting on when it cannot go on itself', async () => {
    const broken = await submit({ target: unreachable });
    const sound = await submit({ target: unreachable });
    await database.pool.query(
      `UPDATE "Campaign" SET spec = jsonb_set(spec, '{active,strategy}', '"clairvoyance"') WHERE id = $1`,
      [broken],
    );
    await advanceActiveCampaigns(services);
    expect(await campaignRounds(database, sound)).toHaveLength(1);
    const { state, stateReason } = await campaignProgress(database, broken);
    expect(state).toBe('FAILED');
    expect(stateReason).toContain('active.strategy');
  });

  it('is tried again after a trouble that may pass, and says so meanwhile', async () => {
    const id = await submit({ target: unreachable });
    const noQueues = () => {
      throw new Error('the queue is away');
    };
    await advanceActiveCampaigns({ database, queues: noQueues });
    expect(await campaignProgress(database, id)).toMatchObject({
      state: 'RUNNING',
      stateReason: 'tried again after: the queue is away',
    });
    await advanceActiveCampaigns(services);
    expect(await campaignProgress(database, id)).toMatchObject({ state: 'RUNNING', stateReason: null });
  });

  it('waits while it is paused', async () => {
    const id = await submit({});
    await database.prisma.campaign.update({ where: { id }, data: { state: 'PAUSED' } });
    await advanceActiveCampaigns(services);
    expect(await campaignRounds(database, id)).toEqual([]);
  });
});

describe('before anything is stored', () => {
  it('a budget of less than one run is refused', async () => {
    await expect(submit({ budgetPhoneMinutes: 0.001 })).rejects.toMatchObject({
      code: 'CAMPAIGN_BUDGET_TOO_SMALL',
    });
  });

  it('fewer candidates than the first round takes are refused', async () => {
    await expect(submit({ seedSize: 100 })).rejects.toMatchObject({ code: 'ACTIVE_CANDIDATES_UNSUITABLE' });
  });
});
