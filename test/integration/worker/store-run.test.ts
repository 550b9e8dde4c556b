import { gunzipSync } from 'node:zlib';

import type { Pool, PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { sha256Hex } from '../../../src/graph/index.js';
import { finishActiveCampaign, settleCampaign } from '../../../src/orchestrator/index.js';
import { inTransaction, openDatabase } from '../../../src/platform/database/index.js';
import { silentLogger } from '../../../src/platform/index.js';
import { LeaseStore } from '../../../src/worker/leases/index.js';
import type { Lease } from '../../../src/worker/leases/index.js';
import { workerError } from '../../../src/worker/errors.js';
import { moveCampaign } from '../../../src/tables/campaign/end-campaign.js';
import { holdBackResults } from '../../../src/tables/run/held-back.js';
import { orderPhone } from '../../../src/worker/phones/phone-orders.js';
import { PhoneRecords } from '../../../src/worker/phones/phone-records.js';
import { defaultQuarantinePolicy } from '../../../src/worker/recovery/quarantine.js';
import { checkDrift } from '../../../src/worker/runs/reference/drift.js';
import { RunStore } from '../../../src/worker/runs/results/store-run.js';
import type { RunCircumstances, RunMeasurement } from '../../../src/worker/runs/results/run-result.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/manual-clock.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';
import { convolutionSample, storeCampaign, storePhone } from '../../support/worker-records.js';

const durationMs = 30_000;
const startedAt = new Date('2026-01-01T00:00:00Z');

let postgres: TestPostgres;
let clock: ManualClock;
let leases: LeaseStore;
let store: RunStore;
let phoneId: string;
let runId: string;
let lease: Lease;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.close());
beforeEach(async () => {
  clock = new ManualClock();
  leases = new LeaseStore(postgres.pool, clock);
  store = new RunStore(postgres, leases);
  const phone = await storePhone(postgres);
  phoneId = phone.phoneId;
  const { runIds } = await storeCampaign(postgres, phone.poolKey, [convolutionSample()]);
  runId = runIds[0] as string;
  lease = await leases.acquire(phoneId, 'a', durationMs);
});

const circumstances = (stdout: string): RunCircumstances => ({
  phoneId,
  startedAt,
  finishedAt: new Date('2026-01-01T00:00:02Z'),
  phoneBusyMs: 2_000,
  toolMs: 1_900,
  words: ['taskset', '80', '/data/local/tmp/farm/bin/x/benchmark_model'],
  conditions: { before: {}, after: {} },
  modelSha256: sha256Hex('model'),
  output: { exitCode: 0, stdout: Buffer.from(stdout), stderr: Buffer.from('') },
});

const sample = convolutionSample();
const configuration = sample.kind === 'operations' ? sample.configurations[0] : undefined;

const measurement = (meanUs: number): RunMeasurement => ({
  verdict: 'ok',
  parserVersion: 1,
  clockSource: 'wall',
  inferenceMeanUs: meanUs,
  inferenceCount: 20,
  operationSumUs: meanUs,
  operations: [
    {
      operationIndex: 0,
      operator: 'CONV_2D',
      ...(configuration === undefined ? {} : { configuration }),
      meanUs,
      firstUs: meanUs,
      count: 20,
    },
  ],
});

/** Whether anyone on this database waits for a lock. */
async function waitsForLocks(): Promise<boolean> {
  const { rowCount } = await postgres.pool.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rowCount !== 0;
}

const stored = () =>
  postgres.prisma.run.findUniqueOrThrow({ where: { id: runId }, include: { opTimings: true, output: true } });

describe('a result', () => {
  it('is stored whole: the run, its raw output, its op timings and their configurations', async () => {
    expect(await store.finish(lease, runId, circumstances('STARTING!'), measurement(100))).toBe('stored');
    const run = await stored();
    expect(run).toMatchObject({ state: 'DONE', verdict: 'ok', phoneId, leaseToken: 1n, toolMs: 1_900 });
    expect(gunzipSync(run.output?.stdoutGzip ?? '').toString()).toBe('STARTING!');
    expect(run.opTimings).toMatchObject([{ ordinal: 0, operator: 'CONV_2D', meanUs: 100 }]);
    const hash = run.opTimings[0]?.configurationHash ?? '';
    await expect(postgres.prisma.configuration.count({ where: { hash } })).resolves.toBe(1);
  });

  it('is stored once, however often the job is repeated: the first one stays', async () => {
    await store.finish(lease, runId, circumstances('first'), measurement(100));
    expect(await store.finish(lease, runId, circumstances('second'), measurement(200))).toBe('known');
    const run = await stored();
    expect(run.inferenceMeanUs).toBe(100);
    expect(gunzipSync(run.output?.stdoutGzip ?? '').toString()).toBe('first');
  });

  it('is refused from a worker that lost its lease, and leaves nothing behind', async () => {
    clock.advance(durationMs);
    await leases.acquire(phoneId, 'b', durationMs);
    const attempt = store.finish(lease, runId, circumstances('late'), measurement(100));
    await expect(attempt).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await stored()).toMatchObject({ state: 'PENDING', verdict: null, output: null, opTimings: [] });
  });

  it('is refused when the phone is taken over while it is being stored', async () => {
    const other = await postgres.pool.connect();
    try {
      await other.query('BEGIN');
      await other.query('UPDATE "Lease" SET token = token + 1, holder = $2 WHERE "phoneId" = $1', [
        phoneId,
        'b',
      ]);
      const attempt = expect(
        store.finish(lease, runId, circumstances('late'), measurement(100)),
      ).rejects.toMatchObject({ code: 'LEASE_LOST' });
      await eventually(async () => expect(await waitsForLocks()).toBe(true));
      await other.query('COMMIT');
      await attempt;
    } finally {
      other.release();
    }
    expect(await stored()).toMatchObject({ state: 'PENDING', verdict: null, output: null, opTimings: [] });
  });

  it('keeps its moments, whatever the time zone of the database', async () => {
    const name = new URL(postgres.url).pathname.slice(1);
    await postgres.pool.query(`ALTER DATABASE "${name}" SET timezone = 'Asia/Tokyo'`);
    const elsewhere = await openDatabase(postgres.url);
    try {
      const there = new RunStore(elsewhere, new LeaseStore(elsewhere.pool, clock));
      await there.finish(lease, runId, circumstances(''), measurement(100));
      expect(await stored()).toMatchObject({ startedAt, finishedAt: circumstances('').finishedAt });
    } finally {
      await elsewhere.close();
      await postgres.pool.query(`ALTER DATABASE "${name}" RESET timezone`);
    }
  });

  it('is not stored in part when one of its op timings cannot be', async () => {
    const broken = measurement(100);
    const operations = [...broken.operations, { ...broken.operations[0], operator: null } as never];
    const attempt = store.finish(lease, runId, circumstances('broken'), { ...broken, operations });
    await expect(attempt).rejects.toThrow(/operator/);
    expect(await stored()).toMatchObject({ state: 'PENDING', verdict: null, output: null, opTimings: [] });
  });
});

describe('a failed attempt', () => {
  const crash = workerError('RUN_TIMEOUT', 'the run did not end');

  it('leaves the run open, with what is known of the failure and what the tool printed', async () => {
    await store.begin(lease, runId, startedAt);
    await store.fail(lease, runId, circumstances('half an output'), crash, false);
    const run = await stored();
    expect(run).toMatchObject({
      state: 'PENDING',
      attempts: 1,
      failureCode: 'RUN_TIMEOUT',
      failureBlame: 'phone',
    });
    expect(gunzipSync(run.output?.stdoutGzip ?? '').toString()).toBe('half an output');
  });

  it('ends the run when no other may follow', async () => {
    await store.fail(lease, runId, circumstances(''), crash, true);
    expect(await stored()).toMatchObject({ state: 'FAILED', failureCode: 'RUN_TIMEOUT' });
    expect(await store.begin(lease, runId, startedAt)).toBe(false);
  });

  it('is forgotten once another attempt has a result', async () => {
    await store.fail(lease, runId, circumstances('failed'), crash, false);
    await store.finish(lease, runId, circumstances('succeeded'), measurement(100));
    const run = await stored();
    expect(run).toMatchObject({ state: 'DONE', failureCode: null, failureMessage: null });
    expect(gunzipSync(run.output?.stdoutGzip ?? '').toString()).toBe('succeeded');
  });

  it('of which nothing was printed leaves nothing of what an earlier one printed', async () => {
    await store.supersede(lease, runId, circumstances('noisy'), { ...measurement(100), verdict: 'noisy' });
    expect((await stored()).output).not.toBeNull();
    const { finishedAt } = circumstances('');
    await store.fail(lease, runId, { phoneId, startedAt, finishedAt, phoneBusyMs: 1 }, crash, true);
    expect(await stored()).toMatchObject({ output: null, commandLine: [] });
  });

  it('cannot undo a result', async () => {
    await store.finish(lease, runId, circumstances('done'), measurement(100));
    await store.fail(lease, runId, circumstances('late'), crash, true);
    expect(await stored()).toMatchObject({ state: 'DONE', failureCode: null });
  });
});

describe('an operation whose row stands for several executions', () => {
  it('is stored with the mark, and part of the sum', async () => {
    const { operations, ...whole } = measurement(100);
    const shared = operations.map((operation) => ({ ...operation, sharedRow: true as const }));
    await store.finish(lease, runId, circumstances(''), { ...whole, operations: [...shared, ...operations] });
    expect((await stored()).opTimings.map(({ sharedRow, meanUs }) => [sharedRow, meanUs])).toEqual([
      [true, 100],
      [false, 100],
    ]);
  });
});

describe('repetitions of a sample', () => {
  const budget = (attempts: number) => ({ attempts, maxMeasurements: 3 });
  let secondId: string;
  beforeEach(async () => {
    const { campaignId, sampleId, scenarioId, poolId } = await stored();
    const identity = { campaignId, sampleId, scenarioId, poolId, repetition: 1 };
    const second = await postgres.prisma.run.create({
      data: { ...identity, key: sha256Hex(`second ${runId}`) },
    });
    secondId = second.id;
  });
  const run = (id: string) =>
    postgres.prisma.run.findUniqueOrThrow({ where: { id }, include: { opTimings: true } });
  const measure = async (id: string, meanUs: number, attempts: number) => {
    await store.begin(lease, id, startedAt);
    return await store.finish(lease, id, circumstances(''), measurement(meanUs), budget(attempts));
  };

  it('that agree are both kept', async () => {
    expect(await measure(runId, 27_400, 1)).toBe('stored');
    expect(await measure(secondId, 27_900, 1)).toBe('stored');
    expect((await run(runId)).verdict).toBe('ok');
  });

  it('that differ are measured again until one of them is outvoted, and its history tells', async () => {
    await measure(runId, 47_000, 1);
    expect(await measure(secondId, 27_400, 1)).toBe('measured-again');
    expect(await run(secondId)).toMatchObject({ state: 'PENDING', verdict: 'doubtful' });
    expect(await measure(secondId, 27_600, 2)).toBe('stored');
    expect(await run(secondId)).toMatchObject({
      state: 'DONE',
      verdict: 'ok',
      earlierMeasurements: [{ verdict: 'doubtful', inferenceMeanUs: 27_400, phoneId }],
    });
    expect(await run(runId)).toMatchObject({
      state: 'PENDING',
      verdict: 'doubtful',
      opTimings: [],
      earlierMeasurements: [{ inferenceMeanUs: 47_000, phoneId, operationsUs: [47_000] }],
    });
    expect(await measure(runId, 27_500, 2)).toBe('stored');
    expect(await run(runId)).toMatchObject({ state: 'DONE', verdict: 'ok', inferenceMeanUs: 27_500 });
  });

  it('that differ are not both trusted when they are stored at once', async () => {
    const { phoneId: twinId } = await storePhone(postgres);
    const twin = await leases.acquire(twinId, 'b', durationMs);
    await store.begin(lease, runId, startedAt);
    await store.begin(twin, secondId, startedAt);
    const outcomes = await Promise.all([
      store.finish(lease, runId, circumstances(''), measurement(47_000), budget(1)),
      store.finish(twin, secondId, circumstances(''), measurement(27_400), budget(1)),
    ]);
    expect(outcomes.sort()).toEqual(['measured-again', 'stored']);
    const states = [(await run(runId)).state, (await run(secondId)).state];
    expect(states.sort()).toEqual(['DONE', 'PENDING']);
  });

  it('that stay in doubt are kept, and not learned from', async () => {
    await measure(runId, 47_000, 1);
    await postgres.prisma.run.update({ where: { id: runId }, data: { attempts: 3 } });
    expect(await measure(secondId, 27_400, 3)).toBe('stored');
    expect(await run(runId)).toMatchObject({ state: 'DONE', verdict: 'doubtful', inferenceMeanUs: 47_000 });
    expect(await run(secondId)).toMatchObject({
      state: 'DONE',
      verdict: 'doubtful',
      inferenceMeanUs: 27_400,
    });
    expect((await run(secondId)).verdictReason).toMatch(/27400 µs against 47000 µs/);
  });
});

describe('a run that a job brings a second time', () => {
  it('is begun once where the answer was lost and it is begun again at the same moment, and once more at a later one', async () => {
    expect(await store.begin(lease, runId, startedAt)).toBe(true);
    expect(await store.begin(lease, runId, startedAt)).toBe(true);
    expect(await stored()).toMatchObject({ state: 'RUNNING', attempts: 1 });
    await store.begin(lease, runId, new Date(Number(startedAt) + 1));
    expect(await stored()).toMatchObject({ attempts: 2 });
  });

  it('is left to the worker that executes it, as long as that one is alive', async () => {
    const { phoneId: twinId } = await storePhone(postgres);
    const twin = await leases.acquire(twinId, 'b', durationMs);
    expect(await store.begin(lease, runId, startedAt)).toBe(true);
    expect(await store.begin(twin, runId, startedAt)).toBe(false);
    expect(await stored()).toMatchObject({ phoneId, attempts: 1 });
  });

  it('is taken over from one whose lease has expired', async () => {
    await store.begin(lease, runId, startedAt);
    clock.advance(durationMs);
    const { phoneId: twinId } = await storePhone(postgres);
    const twin = await leases.acquire(twinId, 'b', durationMs);
    expect(await store.begin(twin, runId, startedAt)).toBe(true);
    expect(await stored()).toMatchObject({ phoneId: twinId, attempts: 2 });
  });
});

describe('a check of the reference model', () => {
  it('waits for the database, and is stored once where the answer was lost', async () => {
    const heard = new Set<string>();
    const query = async (text: string, values: unknown[]) => {
      const answer = await postgres.pool.query(text, values);
      if (heard.has(text)) return answer;
      heard.add(text);
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    };
    const connect = async () => {
      const client = await postgres.pool.connect();
      const losingOne = async (text: string, values: unknown[]) => {
        const answer = await client.query(text, values);
        if (text !== 'COMMIT' || heard.has(text)) return answer;
        heard.add(text);
        throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      };
      return { query: losingOne, release: (broken: boolean) => client.release(broken) };
    };
    const losesAnswers = { query, connect } as unknown as Pool;
    const measured = { phoneId, scenarioKey: 'k', meanUs: 100, at: startedAt };
    const waiting = { clock, logger: silentLogger(), signal: new AbortController().signal };
    const checking = checkDrift(losesAnswers, measured, 0.05, waiting);
    for (const heardBefore of [1, 2]) {
      await eventually(() => expect([heard.size, clock.sleeperCount]).toEqual([heardBefore, 1]));
      clock.advance(1_000);
    }
    expect(await checking).toEqual({ scenarioKey: 'k', meanUs: 100 });
    await checkDrift(postgres.pool, { ...measured, at: new Date(0) }, 0.05, waiting);
    const events = await postgres.prisma.phoneEvent.findMany({ where: { phoneId } });
    expect(events).toMatchObject([{ at: startedAt, detail: { meanUs: 100 } }, { at: new Date(0) }]);
  });

  it('is not stored where what follows from it cannot be', async () => {
    const measured = { phoneId, scenarioKey: 'k', meanUs: 100, at: startedAt };
    const waiting = { clock, logger: silentLogger(), signal: new AbortController().signal };
    const refused = new Error('deadlock detected');
    const checking = checkDrift(postgres.pool, measured, 0.05, waiting, () => Promise.reject(refused));
    await expect(checking).rejects.toBe(refused);
    expect(await postgres.prisma.phoneEvent.count({ where: { phoneId } })).toBe(0);
  });

  it('that has drifted opens runs of paused campaigns too, as if they had not been tried', async () => {
    await store.begin(lease, runId, startedAt);
    await postgres.pool.query(
      `UPDATE "Run" SET state = 'DONE', verdict = 'ok', "finishedAt" = now() WHERE id = $1`,
      [runId],
    );
    await postgres.pool.query(`UPDATE "Campaign" SET state = 'PAUSED'`);
    const { scenario } = await postgres.prisma.run.findUniqueOrThrow({
      where: { id: runId },
      include: { scenario: true },
    });
    const doubtful = { phoneId, scenarioKey: scenario.key, since: undefined, reason: 'slower' };
    expect(await inTransaction(postgres.pool, (client) => holdBackResults(client, doubtful))).toBe(1);
    expect(await stored()).toMatchObject({ state: 'PENDING', attempts: 0, verdict: 'drifted' });
  });
});

describe('a phone that an operator takes back', () => {
  const waiting = () => ({ clock, logger: silentLogger(), signal: new AbortController().signal });
  const check = async (meanUs: number, second: number) => {
    const measured = { phoneId, scenarioKey: 'k', meanUs, at: new Date(second * 1_000) };
    return await checkDrift(postgres.pool, measured, 0.05, waiting());
  };
  const drifted = workerError('PHONE_DRIFTED', 'slower', { details: { scenarioKey: 'k' } });
  let records: PhoneRecords;
  let serialNumber: string;
  beforeEach(async () => {
    records = new PhoneRecords(postgres, clock);
    ({ serialNumber } = await postgres.prisma.phone.findUniqueOrThrow({ where: { id: phoneId } }));
    for (const second of [1, 2, 3]) await check(100, second);
    expect(await check(130, 4)).toMatchObject({ drifted: true });
  });

  it.each(['QUARANTINED', 'READY'] as const)(
    'keeps no usual where it had drifted, although it is %s by now, and once is enough',
    async (state) => {
      await records.countDrift(phoneId, drifted, defaultQuarantinePolicy);
      await postgres.prisma.phone.update({ where: { id: phoneId }, data: { state } });
      for (let time = 0; time < 2; time++) await orderPhone(postgres, serialNumber, 'resume');
      for (const second of [5, 6, 7, 8]) expect((await check(130, second)).drifted).toBeUndefined();
      await orderPhone(postgres, serialNumber, 'resume');
      expect(await check(100, 9)).toMatchObject({ usualUs: 130, drifted: true });
    },
  );

  it('keeps its usual where it was taken out for failures, or kept out after it had drifted', async () => {
    const failure = workerError('PHONE_LOST', 'gone');
    await records.countFailure(phoneId, failure, { ...defaultQuarantinePolicy, afterFailures: 1 });
    await orderPhone(postgres, serialNumber, 'resume');
    await records.release(phoneId);
    await records.countDrift(phoneId, drifted, defaultQuarantinePolicy);
    await orderPhone(postgres, serialNumber, 'maintain');
    await orderPhone(postgres, serialNumber, 'resume');
    expect(await check(130, 5)).toMatchObject({ usualUs: 100, drifted: true });
    expect(await check(101, 6)).toMatchObject({ usualUs: 100 });
    await orderPhone(postgres, serialNumber, 'resume');
    expect(await check(130, 7)).toMatchObject({ usualUs: 100, drifted: true });
  });
});

describe('a result that is not believed any more', () => {
  let campaignId: string;
  let heldBack: Parameters<typeof holdBackResults>[1];
  beforeEach(async () => {
    await store.begin(lease, runId, startedAt);
    await store.finish(lease, runId, circumstances(''), measurement(100));
    const { scenario, ...run } = await postgres.prisma.run.findUniqueOrThrow({
      where: { id: runId },
      include: { scenario: true },
    });
    campaignId = run.campaignId;
    heldBack = { phoneId, scenarioKey: scenario.key, since: undefined, reason: 'slower' };
  });
  /** Does something while another transaction has done its part and not ended. */
  const meanwhile = async (
    first: (client: PoolClient) => Promise<unknown>,
    second: () => Promise<unknown>,
  ) => {
    let waiting: Promise<unknown> | undefined;
    await inTransaction(postgres.pool, async (client) => {
      await first(client);
      waiting = second();
      await eventually(async () => expect(await waitsForLocks()).toBe(true));
    });
    await waiting;
  };
  const campaign = () => postgres.prisma.campaign.findUniqueOrThrow({ where: { id: campaignId } });
  const endings = [
    ['', () => settleCampaign(postgres, campaignId)],
    ['active ', () => finishActiveCampaign(postgres, campaignId, 'good enough')],
  ] as const;

  it.each(endings)('keeps its %scampaign going that is about to end', async (_kind, end) => {
    await meanwhile((client) => holdBackResults(client, heldBack), end);
    expect(await campaign()).toMatchObject({ state: 'RUNNING', finishedAt: null });
    expect(await stored()).toMatchObject({
      state: 'PENDING',
      verdict: 'drifted',
      attempts: 0,
      opTimings: [],
    });
    expect((await stored()).earlierMeasurements).toMatchObject([
      { verdict: 'drifted', reason: 'slower', inferenceMeanUs: 100, phoneId },
    ]);
    await end();
    expect(await campaign()).toMatchObject({ state: 'RUNNING' });
  });

  it('stays as it is, and is not learned from, where its campaign ends just then', async () => {
    const end = (client: PoolClient) =>
      moveCampaign(client, campaignId, ['RUNNING'], 'CANCELLED', 'not needed');
    const holdBack = () => inTransaction(postgres.pool, (client) => holdBackResults(client, heldBack));
    await meanwhile(end, holdBack);
    expect(await stored()).toMatchObject({ state: 'DONE', verdict: 'drifted', attempts: 1 });
    expect((await stored()).opTimings).toHaveLength(1);
  });

  it('is not measured again for a repetition that ends after its campaign was cancelled', async () => {
    const { sampleId, scenarioId, poolId } = await stored();
    const identity = { campaignId, sampleId, scenarioId, poolId };
    const earlierMeasurements = [{ verdict: 'doubtful', inferenceMeanUs: 201, operationsUs: [201], phoneId }];
    const { id } = await postgres.prisma.run.create({
      data: { ...identity, repetition: 1, key: sha256Hex(`second ${runId}`), earlierMeasurements },
    });
    await store.begin(lease, id, startedAt);
    await moveCampaign(postgres.pool, campaignId, ['RUNNING'], 'CANCELLED', 'not needed');
    const budget = { attempts: 2, maxMeasurements: 3 };
    expect(await store.finish(lease, id, circumstances(''), measurement(200), budget)).toBe('stored');
    expect(await stored()).toMatchObject({ state: 'DONE', verdict: 'doubtful', inferenceMeanUs: 100 });
  });
});

describe('two workers that store the same configurations at once', () => {
  it('do not lock each other out', async () => {
    const phones = await Promise.all(Array.from({ length: 6 }, () => storePhone(postgres)));
    const heights = Array.from({ length: 12 }, (_, index) => 20 + index);
    const results = await Promise.all(
      phones.map(async ({ phoneId: id, poolKey }, index) => {
        const { runIds } = await storeCampaign(postgres, poolKey, [convolutionSample(8)]);
        const ownLease = await leases.acquire(id, 'a', durationMs);
        const order = index % 2 === 0 ? heights : heights.toReversed();
        const operations = order.flatMap((height) => {
          const spec = convolutionSample(height);
          if (spec.kind !== 'operations') return [];
          return spec.configurations.map((own) => ({
            operator: 'CONV_2D',
            configuration: own,
            meanUs: 1,
            firstUs: 1,
            count: 1,
          }));
        });
        return await store.finish(
          ownLease,
          runIds[0] as string,
          { ...circumstances(''), phoneId: id },
          { ...measurement(1), operations },
        );
      }),
    );
    expect(results).toEqual(Array.from({ length: 6 }, () => 'stored'));
  });
});
