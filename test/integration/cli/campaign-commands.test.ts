import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { advanceActiveCampaigns } from '../../../src/cli/campaigns/advance-active.js';
import { runQueuesOn } from '../../../src/orchestrator/index.js';
import type { CampaignEstimate, CampaignProgress } from '../../../src/orchestrator/index.js';
import { farmIdentity } from '../../../src/platform/database/index.js';
import { openQueue } from '../../../src/platform/queue/index.js';
import { addPool, addTool } from '../../support/farm-pools.js';
import { runFarm } from '../../support/farm-command.js';
import { measureRuns } from '../../support/measured-campaigns.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';

const space = `name: tiny
operations:
  - name: relu
    operator: RELU
    parameters: { height: { integer: [1, 60] }, channels: { integer: [1, 60] } }
`;

let database: TestPostgres;
let folder: string;
let pool: string;
beforeAll(async () => {
  database = await startTestPostgres();
  await addTool(database);
  pool = await addPool(database, { phones: 2 });
  folder = await mkdtemp(join(tmpdir(), 'latency-farm-commands-'));
  const head = `owner: test
scenarios: [1large-t1-float32-builtin-2.15]
phones: { pools: [${pool}] }
operations: [{ searchSpace: space.yaml, samples: 60, pack: 6 }]
measurement: { runs: 5 }
`;
  await writeFile(join(folder, 'space.yaml'), space);
  await writeFile(join(folder, 'plain.yaml'), `name: plain\n${head}repetitions: 2\n`);
  const active = `active: { budgetPhoneMinutes: 60, roundSize: 12, seedSize: 12, pack: 6, target: { withinPercent: 0.5, ofNetworksPercent: 100 } }\n`;
  // What campaigns of one scenario measure, those of another do not know.
  const other = head.replace('1large-t1', '1large-t2');
  await writeFile(join(folder, 'active.yaml'), `name: active\n${other}${active}`);
  const unchecked = active.replace('pack: 6', 'pack: 6, checkPacking: 0');
  await writeFile(join(folder, 'unchecked.yaml'), `name: unchecked\n${other}${unchecked}`);
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const farm = (...args: string[]) =>
  runFarm(args, { cwd: folder, env: { FARM_DATABASE_URL: database.url, FARM_QUEUE_URL: database.queueUrl } });

async function json<Document>(...args: string[]): Promise<Document> {
  const { exitCode, stdout, stderr } = await farm(...args, '--json');
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as Document;
}

const submit = async (file: string) => (await json<{ id: string }>('campaign', 'submit', file)).id;

async function withActiveRounds(rounds: number): Promise<string> {
  const id = await submit('active.yaml');
  const queue = await openQueue(database.queueUrl, { farm: await farmIdentity(database) });
  try {
    for (let round = 0; round < rounds; round++) {
      await advanceActiveCampaigns({ database, queues: runQueuesOn(queue) });
      await measureRuns(database, id);
    }
  } finally {
    await queue.close();
  }
  return id;
}

describe('farm campaign estimate', () => {
  it('tells runs, phone time and calendar time by what phones have in common where nothing was measured, and says so', async () => {
    const estimate = await json<CampaignEstimate>('campaign', 'estimate', 'plain.yaml');
    expect(estimate).toMatchObject({ name: 'plain', models: 10, runs: 20, active: null });
    expect(estimate.places).toMatchObject([{ poolKey: pool, basis: 'prior', pastRuns: 0 }]);
    expect(estimate.notes.join()).toContain('the prior phones says what inferences take');
    expect(estimate.calendarMinutes).toBeCloseTo(estimate.phoneMinutes / 2, 6);
    expect(await json<CampaignEstimate>('campaign', 'submit', 'plain.yaml', '--dry-run')).toEqual(estimate);
    expect(await database.prisma.campaign.count()).toBe(0);
  });

  it('learns from past runs what runs take', async () => {
    const id = await submit('plain.yaml');
    await measureRuns(database, id, { busyMs: 6_000 });
    const estimate = await json<CampaignEstimate>('campaign', 'estimate', 'plain.yaml');
    expect(estimate.places).toMatchObject([{ basis: 'pool', pastRuns: 20 }]);
    expect(estimate.phoneMinutes).toBeCloseTo((20 * 6_000) / 60_000, 1);
    expect(estimate.notes).toEqual([]);
    await farm('campaign', 'cancel', id);
  });

  it('counts what checks packing among the runs of an active campaign, and takes it from its budget', async () => {
    const checked = await json<CampaignEstimate>('campaign', 'estimate', 'active.yaml');
    const unchecked = await json<CampaignEstimate>('campaign', 'estimate', 'unchecked.yaml');
    expect([unchecked.runs, checked.runs]).toEqual([10, 13]);
    expect(checked.phoneMinutes).toBeGreaterThan(unchecked.phoneMinutes);
  });

  it('tells the error expected by budget from past active campaigns, and says so when there are none', async () => {
    const before = await json<CampaignEstimate>('campaign', 'estimate', 'active.yaml');
    expect(before.active).toMatchObject({ candidates: 60, errorByBudget: [] });
    expect(before.notes.join()).toContain('no past active campaign');
    expect(before.phoneMinutes).toBeLessThanOrEqual(60);
    const id = await withActiveRounds(4);
    const { active, notes } = await json<CampaignEstimate>('campaign', 'estimate', 'active.yaml');
    expect(notes).toEqual([]);
    expect(active?.errorByBudget.map(({ configurations }) => configurations)).toContain(25);
    for (const { leastPercent, expectedErrorPercent, mostPercent } of active?.errorByBudget ?? []) {
      expect(leastPercent).toBeLessThanOrEqual(expectedErrorPercent);
      expect(expectedErrorPercent).toBeLessThanOrEqual(mostPercent);
    }
    expect((await farm('campaign', 'estimate', 'active.yaml')).stdout).toContain('expected error');
    await farm('campaign', 'cancel', id);
  });
});

describe('farm campaign show and watch', () => {
  it('shows what an active campaign spent of its budget, and draws its learning curve', async () => {
    const id = await withActiveRounds(1);
    const { stdout, exitCode } = await farm('campaign', 'show', id, '--plot', 'curve.svg');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/phone time {2}.* of 60 min 00 s/);
    expect(stdout).toMatch(/time left {3}at most \d+ min/);
    const plot = await readFile(join(folder, 'curve.svg'), 'utf8');
    expect(plot).toContain(`1large-t2-float32-builtin-2.15 on ${pool}`);
    expect(plot.match(/<circle/g)?.length).toBeGreaterThan(0);
    await farm('campaign', 'cancel', id);
  });

  it('has no curve to draw for any other campaign', async () => {
    const id = await submit('plain.yaml');
    expect(await farm('campaign', 'show', id, '--plot', 'none.svg')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('CAMPAIGN_WITHOUT_CURVE') as string,
    });
    await farm('campaign', 'cancel', id);
  });

  it.each([
    { failed: 0, exitCode: 0, state: 'DONE' },
    { failed: 1, exitCode: 3, state: 'PARTLY_DONE' },
    { failed: 20, exitCode: 1, state: 'FAILED' },
  ])('follows a campaign until it is over, and ends with $exitCode when it is $state', async (outcome) => {
    const id = await submit('plain.yaml');
    const watching = farm('campaign', 'watch', id.slice(0, 13), '--json');
    const runs = await database.prisma.run.findMany({ where: { campaignId: id }, take: outcome.failed });
    await database.prisma.run.updateMany({
      where: { id: { in: runs.map((run) => run.id) } },
      data: { state: 'FAILED', failureCode: 'MODEL_REFUSED' },
    });
    await measureRuns(database, id);
    const { exitCode, stdout, stderr } = await watching;
    expect(exitCode).toBe(outcome.exitCode);
    expect((JSON.parse(stdout) as CampaignProgress).state).toBe(outcome.state);
    expect(stderr).toContain('plain: ' + outcome.state.toLowerCase());
  });

  it('ends with 1 when the campaign is cancelled, and gives up when nothing happens', async () => {
    const id = await submit('plain.yaml');
    expect(await farm('campaign', 'watch', id, '--patience', '1')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('CAMPAIGN_STUCK') as string,
    });
    await farm('campaign', 'cancel', id);
    expect(await farm('campaign', 'watch', id)).toMatchObject({ exitCode: 1 });
  });
});
