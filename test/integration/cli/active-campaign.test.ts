import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';

import { advanceActiveCampaigns } from '../../../src/cli/campaigns/advance-active.js';
import { choosersInChildren } from '../../../src/cli/campaigns/round-process/choose-in-child.js';
import type { ProfileDocument } from '../../../src/cli/commands/profile/profile-phone.js';
import type { Services } from '../../../src/cli/context/services.js';
import type { OperationConfiguration } from '../../../src/graph/index.js';
import {
  buildCampaign,
  campaignProgress,
  readActivePool,
  runQueuesOn,
  settleCampaign,
  submitCampaign,
} from '../../../src/orchestrator/index.js';
import { openQueue } from '../../../src/platform/queue/index.js';
import { eventually } from '../../support/eventually.js';
import { runFarm } from '../../support/farm-command.js';
import { addPool, addTool } from '../../support/farm-pools.js';
import { bumpyLatencyUs, measureRuns, type MeasureOptions } from '../../support/measured-campaigns.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { readRounds } from '../../../src/tables/campaign-round/campaign-rounds.js';
import { activeBudgetLeftMs } from '../../../src/tables/campaign/campaigns.js';
import { readLatencies } from '../../../src/tables/op-timing/learnable-timings.js';

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

async function submit(active: object, more: object = {}): Promise<string> {
  const pool = await addPool(database);
  const campaign = await buildCampaign(
    {
      name: 'active',
      owner: 'test',
      scenarios: [scenario],
      phones: { pools: [pool] },
      operations: [{ searchSpace: '../search-spaces/small-vision-networks.yaml', samples: 60 }],
      active: { budgetPhoneMinutes: 60, roundSize: 10, seedSize: 12, pack: 5, checkPacking: 0, ...active },
      ...more,
    },
    folder,
  );
  return (await submitCampaign(database, services.queues, campaign)).id;
}

const measure = (id: string, busyMs?: number) =>
  measureRuns(database, id, busyMs === undefined ? {} : { busyMs });

/** A round: decided, and measured. */
async function playRound(id: string, options: MeasureOptions = {}): Promise<void> {
  await advanceActiveCampaigns(services);
  await measureRuns(database, id, options);
}

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
    const rounds = await readRounds(database.pool, id);
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

  it('measures whole networks by what their times teach, where nothing tells of operations', async () => {
    const names = ['resnet10', 'mobilenet_w1', 'mobilenetv2_w1', 'squeezenet_v1_1', 'fdmobilenet_w1'];
    const networks = {
      operations: [],
      architectures: [...names, 'resnet12'].map((name) => ({ name })),
    };
    const id = await submit(
      { units: 'networks', roundSize: 2, target: { withinPercent: 0.5, ofNetworksPercent: 100 } },
      networks,
    );
    for (let step = 0; step < 6 && (await stateOf(id)) === 'RUNNING'; step++) {
      await advanceActiveCampaigns(services);
      await measure(id);
      await settleCampaign(database, id);
    }
    const rounds = await readRounds(database.pool, id);
    const chosen = rounds.flatMap(({ architectures }) => architectures);
    expect(rounds[0]?.architectures).toHaveLength(2);
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(chosen).toHaveLength(6);
    const errors = rounds.map(({ estimate }) => estimate?.expectedErrorPercent ?? Infinity);
    expect(errors.at(-1)).toBeLessThan((errors[0] as number) / 3);
    expect(await campaignProgress(database, id)).toMatchObject({
      state: 'DONE',
      stateReason: 'everything is measured',
    });
  });

  it('lets pools of one device model measure different networks, and keeps its prior, whichever process decides', async () => {
    const names = ['resnet10', 'mobilenet_w1', 'mobilenetv2_w1', 'squeezenet_v1_1', 'fdmobilenet_w1'];
    const twins = [
      await addPool(database, { deviceModel: 'Twin' }),
      await addPool(database, { deviceModel: 'Twin' }),
    ];
    const prior = fileURLToPath(new URL('../../../configs/priors/phones.json', import.meta.url));
    const id = await submit(
      { units: 'networks', roundSize: 2, target: unreachable, prior },
      { operations: [], architectures: names.map((name) => ({ name })), phones: { pools: twins } },
    );
    await advanceActiveCampaigns(services, { choose: choosersInChildren(database.url) });
    const chosen = (await readRounds(database.pool, id)).map(({ architectures }) => architectures);
    expect(chosen.map(({ length }) => length)).toEqual([2, 2]);
    expect(new Set(chosen.flat()).size).toBe(4);
    expect((await readActivePool(database, id)).prior?.name).toBe('phones');
  });

  it('is what a profile is made by: it chooses, measures, learns and tells what is known', async () => {
    const deviceModel = 'Profiled Phone';
    const serial = await addPool(database, { deviceModel });
    const names = ['resnet10', 'resnet12', 'mobilenet_w1', 'squeezenet_v1_1'];
    const cwd = await mkdtemp(join(tmpdir(), 'farm-profile-'));
    await writeFile(join(cwd, 'names.txt'), names.join('\n'));
    const ended = runFarm(
      [
        ...['profile', '--phone', serial, '--scenario', scenario, '--budget', '10m'],
        ...['--networks', 'names.txt', '--json'],
      ],
      { cwd, env: { FARM_DATABASE_URL: database.url, FARM_QUEUE_URL: database.url } },
    );
    let isOver = false;
    void ended.finally(() => (isOver = true));
    await eventually(async () => {
      const [campaign] = await database.prisma.campaign.findMany({ where: { name: `profile-${serial}` } });
      if (campaign !== undefined) await measure(campaign.id);
      expect(isOver).toBe(true);
    });
    await rm(cwd, { recursive: true });
    const { exitCode, stdout, stderr } = await ended;
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    const profile = JSON.parse(stdout) as ProfileDocument;
    expect(profile).toMatchObject({ deviceModel, reason: 'everything is measured', failedRuns: 0 });
    expect(profile.measured.map(({ network }) => network).sort()).toEqual(names.toSorted());
    expect(profile.release).toMatchObject({ version: 1, promoted: true });
    expect(profile.release.notes.prior?.used).toBeDefined();
    for (const { network, us } of profile.measured) {
      const known = profile.networks.find((each) => each.network === network);
      expect(Math.abs((known?.predictedUs ?? 0) / us - 1)).toBeLessThan(0.1);
    }
  });

  it('decides each round once, however many processes look after it and whenever they begin anew', async () => {
    const id = await submit({ target: unreachable });
    await Promise.all([1, 2, 3].map(() => advanceActiveCampaigns(services)));
    await measure(id);
    await Promise.all([1, 2, 3].map(() => advanceActiveCampaigns(services)));
    await advanceActiveCampaigns(services);
    const rounds = await readRounds(database.pool, id);
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
    expect(await readRounds(database.pool, sound)).toHaveLength(1);
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

  it('is done without a run when other campaigns have measured everything already', async () => {
    const scenarios = ['1large-t8-float32-builtin-2.15'];
    const first = await submit({ roundSize: 60, target: unreachable }, { scenarios });
    await playRound(first);
    const { file } = await database.prisma.campaign
      .findUniqueOrThrow({ where: { id: first } })
      .then(({ spec }) => ({ file: spec as { phones: object } }));
    const second = await submit({ target: unreachable }, { scenarios, phones: file.phones });
    await advanceActiveCampaigns(services);
    expect(await campaignProgress(database, second)).toMatchObject({
      state: 'DONE',
      stateReason: 'everything is measured',
      runs: { total: 0 },
    });
  });

  it('ends when nothing of two rounds could be measured', async () => {
    const id = await submit({ target: unreachable }, { scenarios: ['1large-t7-float32-builtin-2.15'] });
    for (let round = 0; round < 3; round++) {
      await advanceActiveCampaigns(services);
      await database.prisma.run.updateMany({ where: { campaignId: id }, data: { state: 'FAILED' } });
    }
    expect(await campaignProgress(database, id)).toMatchObject({
      state: 'FAILED',
      stateReason: 'nothing of the last 2 rounds could be measured',
    });
  });

  it('waits while it is paused', async () => {
    const id = await submit({});
    await database.prisma.campaign.update({ where: { id }, data: { state: 'PAUSED' } });
    await advanceActiveCampaigns(services);
    expect(await readRounds(database.pool, id)).toEqual([]);
  });
});

describe('the budget of an active campaign', () => {
  it('is never planned beyond, what is in flight counted', async () => {
    const id = await submit(
      { budgetPhoneMinutes: 0.16, target: unreachable },
      { scenarios: ['1large-t3-float32-builtin-2.15'] },
    );
    await playRound(id, { busyMs: 2_000 });
    const spentMs = 3 * 2_000;
    await advanceActiveCampaigns(services);
    const [, second] = await readRounds(database.pool, id);
    expect(second?.choices.length).toBeLessThan(10);
    expect(second?.expectedCostMs).toBeGreaterThan(0);
    expect(spentMs + (second?.expectedCostMs ?? 0)).toBeLessThanOrEqual(9_600);
    expect(await activeBudgetLeftMs(database.pool, id)).toBeCloseTo(
      9_600 - spentMs - (second?.expectedCostMs ?? 0),
      3,
    );
  });

  it('is shared by scenarios: what one has in flight, the other does not plan with', async () => {
    const id = await submit(
      { budgetPhoneMinutes: 0.08, target: unreachable },
      { scenarios: ['1large-t4-float32-builtin-2.15', '1large-t5-float32-builtin-2.15'] },
    );
    await advanceActiveCampaigns(services);
    const rounds = await readRounds(database.pool, id);
    const plannedMs = rounds.reduce((sum, { expectedCostMs }) => sum + expectedCostMs, 0);
    expect(rounds.map(({ choices }) => choices.length)).toContain(12);
    expect(plannedMs).toBeLessThanOrEqual(0.08 * 60_000);
  });
});

describe('packed timings of an active campaign', () => {
  const relu = (configuration: OperationConfiguration) => configuration.operator === 'RELU';
  const only = {
    operations: [
      { searchSpace: '../search-spaces/small-vision-networks.yaml', samples: { relu: 20, add: 20 } },
    ],
  };
  const settings = { checkPacking: 3, pack: 10, target: unreachable };

  it('are measured alone as well, a few of each operator', async () => {
    const id = await submit(settings, only);
    await advanceActiveCampaigns(services);
    const samples = await database.prisma.sample.findMany({ where: { campaignId: id } });
    const sizes = samples.map(
      ({ spec }) => (spec as unknown as { configurations: [] }).configurations.length,
    );
    expect(sizes.toSorted((a, b) => b - a)).toEqual([10, 2, 1, 1, 1, 1, 1, 1]);
  });

  it('are left as they are where they agree, divided where they are steadily off, and refused where they tell nothing', async () => {
    const id = await submit(settings, only);
    const scattered = ({ inputs }: OperationConfiguration) =>
      Math.exp(1.5 * Math.sin(7 * (inputs[0]?.shape.reduce((size, length) => size * length) ?? 0)));
    await playRound(id, {
      latencyUs: (configuration, packSize) => {
        if (packSize === 1) return bumpyLatencyUs(configuration);
        if (!relu(configuration)) return 1.3 * bumpyLatencyUs(configuration);
        return scattered(configuration) * bumpyLatencyUs(configuration);
      },
    });
    await advanceActiveCampaigns(services);
    const { packing } = await campaignProgress(database, id);
    expect(packing).toMatchObject([
      { operator: 'ADD', decision: 'CORRECTED', configurations: 3 },
      { operator: 'RELU', decision: 'REFUSED', configurations: 3 },
    ]);
    expect(packing[0]?.ratio).toBeCloseTo(1.3, 6);
    const pool = await readActivePool(database, id);
    const [place] = await readRounds(database.pool, id);
    const known = await readLatencies(
      database.pool,
      { scenarioKey: scenario, poolKey: place?.poolKey ?? '' },
      pool.candidates.map(({ hash }) => hash),
    );
    for (const { hash, configuration } of pool.candidates) {
      const latencyUs = known.get(hash);
      if (latencyUs !== undefined) expect(latencyUs).toBeCloseTo(bumpyLatencyUs(configuration), 6);
    }
    const later = await database.prisma.sample.findMany({
      where: { campaignId: id, name: { startsWith: 'round 1' } },
    });
    for (const { spec } of later) {
      const { configurations } = spec as unknown as { configurations: OperationConfiguration[] };
      if (configurations.some(relu)) expect(configurations).toHaveLength(1);
    }
  });
});

describe('the warm start of an active campaign', () => {
  const own = '1large-t6-float32-builtin-2.15';
  /** Profiles another scenario on a pool of its own. */
  async function profile(factor: (configuration: OperationConfiguration) => number): Promise<string> {
    const id = await submit({ roundSize: 60 }, { scenarios: [own] });
    await playRound(id, {
      latencyUs: (configuration) => factor(configuration) * bumpyLatencyUs(configuration),
    });
    await database.prisma.campaign.update({ where: { id }, data: { state: 'DONE' } });
    const [round] = await readRounds(database.pool, id);
    return `${own}@${round?.poolKey ?? ''}`;
  }

  it('listens to phones that are alike, and to none where it is told to', async () => {
    const alike = await profile(() => 2);
    const strange = await profile(({ inputs }) =>
      Math.exp(2 * Math.sin(inputs[0]?.shape.reduce((size, length) => size * length) ?? 0)),
    );
    const id = await submit({ target: unreachable, warmStart: [own] }, {});
    await playRound(id);
    await playRound(id);
    const [first, second] = await readRounds(database.pool, id);
    expect(first?.sources).toEqual(expect.arrayContaining([alike, strange]));
    expect(second?.sources).not.toContain(strange);
    const alone = await submit({ target: unreachable, warmStart: 'none' });
    await playRound(alone);
    expect((await readRounds(database.pool, alone))[0]?.sources).toEqual([]);
  });
});

describe('an active campaign of whole networks', () => {
  it('measures networks that hold what is wanted, each once', async () => {
    const id = await submit(
      { units: 'architectures', target: unreachable },
      {
        operations: [],
        sampledArchitectures: [{ searchSpace: '../search-spaces/synthetic-blocks.yaml', samples: 5 }],
      },
    );
    await advanceActiveCampaigns(services);
    const [round] = await readRounds(database.pool, id);
    expect(round?.architectures.length).toBeGreaterThan(0);
    expect(new Set(round?.architectures).size).toBe(round?.architectures.length);
    const samples = await database.prisma.sample.findMany({ where: { campaignId: id } });
    expect(samples.map(({ kind }) => kind)).toEqual(round?.architectures.map(() => 'ARCHITECTURE'));
    expect(round?.choices.length).toBeGreaterThan(12);
  });

  it('or beside configurations, where they teach more for their phone time', async () => {
    const id = await submit(
      { units: 'both', target: unreachable, seedSize: 10, pack: 1, warmStart: 'none' },
      { sampledArchitectures: [{ searchSpace: '../search-spaces/synthetic-blocks.yaml', samples: 5 }] },
    );
    await playRound(id);
    await advanceActiveCampaigns(services);
    const [first, second] = await readRounds(database.pool, id);
    expect(second?.ordinal).toBe(1);
    expect(second?.architectures.length).toBeGreaterThan(0);
    expect(second?.architectures.some((name) => first?.architectures.includes(name))).toBe(false);
    expect(second?.choices.length).toBeGreaterThanOrEqual(10);
  });

  it('needs networks, and nothing beside them', async () => {
    await expect(submit({ units: 'architectures' })).rejects.toThrow(/operations/);
    await expect(submit({ units: 'architectures' }, { operations: [] })).rejects.toThrow();
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
