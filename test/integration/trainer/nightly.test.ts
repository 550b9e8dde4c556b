import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import { createLogger, systemClock } from '../../../src/platform/index.js';
import { openQueue } from '../../../src/platform/queue/index.js';
import {
  listNights,
  nightlySettingsSchema,
  startNightly,
  trainNight,
  type NightEntry,
  type NightOptions,
} from '../../../src/trainer/nightly/index.js';
import { listReleases, pinRelease, unpinRelease } from '../../../src/trainer/index.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/manual-clock.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { configurationsOf, storeMeasurements } from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
const settings = nightlySettingsSchema.parse({
  cron: '0 3 1 1 *',
  scenarios: [{ scenario: '*' }],
  gate: { minimumConfigurations: 1 },
});
const configurations = (name: string) => configurationsOf([buildArchitecture(name)]);
const outcomes = (entries: readonly NightEntry[]) => entries.map(({ outcome }) => outcome);

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
  await storeMeasurements(database, scenarioKey, configurations('squeezenet_v1_0'));
});
afterAll(() => database.close());
beforeEach(() => database.prisma.nightlyTraining.deleteMany());

const night = (day: number): NightOptions => ({
  database,
  settings,
  dueAt: new Date(Date.UTC(2026, 0, day)),
  codeVersion: '0.0.0',
  clock: systemClock,
  logger: createLogger({ level: 'silent' }),
});

describe('nightly training', () => {
  it('trains what has new data, and leaves alone what has none', async () => {
    expect(outcomes(await trainNight(night(1)))).toEqual(['promoted']);
    expect(outcomes(await trainNight(night(2)))).toEqual(['no-new-data']);
    await storeMeasurements(database, scenarioKey, configurations('mobilenet_wd4'));
    expect(outcomes(await trainNight(night(3)))).toEqual(['promoted']);
    expect((await listNights(database, 10)).map(({ outcome }) => outcome)).toEqual([
      'promoted',
      'no-new-data',
      'promoted',
    ]);
  });

  it('trains a night once, however many orchestrators wake for it', async () => {
    const done = await Promise.all([trainNight(night(4)), trainNight(night(4)), trainNight(night(4))]);
    expect(done.flat()).toHaveLength(1);
  });

  it('takes over what a process that died had begun', async () => {
    const { dueAt } = night(5);
    const deviceModel = (await trainNight(night(5)))[0]?.deviceModel ?? '';
    await database.prisma.nightlyTraining.updateMany({
      where: { dueAt, deviceModel },
      data: { finishedAt: null, startedAt: new Date(0) },
    });
    expect(await trainNight(night(5))).toHaveLength(1);
  });

  it('keeps the incumbent where the gate refuses, with the reason in the report', async () => {
    await storeMeasurements(database, scenarioKey, configurations('resnet10'));
    const strict = { ...settings, gate: { minimumConfigurations: 1_000_000 } };
    expect(outcomes(await trainNight({ ...night(6), settings: strict }))).toEqual(['kept']);
    const [record] = await listNights(database, 1);
    expect(record?.report).toMatchObject({
      gate: {
        passed: false,
        checks: expect.arrayContaining([
          expect.objectContaining({ name: 'enough data', passed: false }),
        ]) as unknown,
      },
    });
  });

  it('learns a candidate, and lets the release answer that is pinned', async () => {
    await storeMeasurements(database, scenarioKey, configurations('mobilenetv2_wd4'));
    const [answering] = (await listReleases(database, { scenarioKey })).filter(
      ({ state }) => state === 'promoted',
    );
    if (answering === undefined) throw new Error('no release answers');
    await pinRelease(database, answering, 'the engineer');
    expect(outcomes(await trainNight(night(8)))).toEqual(['pinned']);
    const [latest] = await listReleases(database, { scenarioKey });
    expect(latest?.state).toBe('candidate');
    expect((await listNights(database, 1))[0]?.report).toMatchObject({ pinned: answering.version });
    await unpinRelease(database, answering, 'the engineer');
  });

  it('catches up a missed night once, with two schedulers on one queue', async () => {
    const nights: NightEntry[][] = [];
    const start = async () => {
      const queue = await openQueue(database.queueUrl);
      const onNight = (_dueAt: Date, entries: readonly NightEntry[]) => nights.push([...entries]);
      return { queue, handle: await startNightly({ ...night(7), queue, onNight }) };
    };
    const started = await Promise.all([start(), start()]);
    await eventually(() => expect(nights.flat()).toHaveLength(1));
    for (const { queue, handle } of started) {
      await handle.stop();
      await queue.close();
    }
    const records = await listNights(database, 10);
    expect(records.map(({ finishedAt }) => finishedAt)).not.toContain(null);
    expect(records).toHaveLength(1);
  });

  it('starts everywhere at once, and the next night is named once', async () => {
    const queue = await openQueue(database.queueUrl, { farm: 'crowded' });
    const clock = new ManualClock(Date.UTC(2026, 0, 8));
    const started = await Promise.allSettled(
      Array.from({ length: 24 }, () => startNightly({ ...night(8), clock, queue })),
    );
    expect(started.filter(({ status }) => status === 'rejected')).toEqual([]);
    const delayed = await queue.queue<{ dueAtMs: number }>('nightly').getDelayed();
    expect(delayed.map(({ data }) => new Date(data.dueAtMs))).toEqual([new Date('2027-01-01T03:00Z')]);
    await queue.close();
  });

  it('trains the night that a job names though this machine is behind, and names the night after it', async () => {
    const queue = await openQueue(database.queueUrl, { farm: 'behind' });
    const dueAtMs = Date.UTC(2027, 0, 1, 3);
    const jobs = queue.queue<{ dueAtMs: number }>('nightly');
    await jobs.add('night', { dueAtMs });
    const clock = new ManualClock(dueAtMs - 1_000);
    const nights: Date[] = [];
    await startNightly({ ...night(9), clock, queue, onNight: (dueAt) => nights.push(dueAt) });
    await eventually(() => expect(nights).toContainEqual(new Date(dueAtMs)));
    const delayed = await jobs.getDelayed();
    expect(delayed.map(({ data }) => new Date(data.dueAtMs))).toContainEqual(new Date('2028-01-01T03:00Z'));
    await queue.close();
  });
});
