import { expect, it, vi } from 'vitest';

import { silentLogger } from '../../../src/platform/index.js';
import { defaultFitnessThresholds } from '../../../src/worker/conditions/index.js';
import { workerError } from '../../../src/worker/errors.js';
import { defaultTimes } from '../../../src/worker/supervision/default-times.js';
import { measureOnPhone } from '../../../src/worker/supervision/measure-phone.js';
import type { MeasureOptions } from '../../../src/worker/supervision/measure-phone.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/manual-clock.js';

/** What BullMQ makes while its server is there, and while it is away. */
const answering = (): Promise<unknown> => Promise.resolve({});
const silent = (): Promise<unknown> => new Promise(() => undefined);

/** A phone that is hot, and so looked at whenever it is idle. */
function hotPhone(clock: ManualClock, answer = answering) {
  const logger = silentLogger();
  const made = { waitUntilReady: answer, close: answer, pause: answer, disconnect: answer };
  const monitor = {
    ...{ clock, logger, thresholds: defaultFitnessThresholds, maxWaitMs: 1, pollMs: 1 },
    ...{ freshMs: 1, completeMs: 1, duringMs: 1 },
  };
  const records = {
    latestEvent: vi.fn().mockResolvedValue(undefined),
    note: vi.fn().mockResolvedValue(undefined),
    standing: vi.fn().mockResolvedValue({ state: 'HOT' }),
    keepWatch: vi.fn().mockResolvedValue(undefined),
  };
  const options = {
    ...{ records, monitor, clock, logger, ...defaultTimes, watchMs: 100, graceMs: 0 },
    queue: { queue: () => ({ ...made, name: 'q' }), worker: () => made },
    jobs: { verdicts: {} },
    quarantine: {},
  } as unknown as MeasureOptions;
  const adb = {
    read: vi.fn().mockResolvedValue('7\n0\n'),
    shell: vi.fn().mockResolvedValue({}),
    checkAlive: vi.fn().mockResolvedValue(undefined),
  };
  return { phone: { serialNumber: 's', phoneId: 'p', poolKey: 'pool', adb } as never, options };
}

it('ends when the look at hand has ended too, which is told of the end, so that nothing older is written down after it', async () => {
  const clock = new ManualClock();
  const { phone, options } = hotPhone(clock);
  let looking: AbortSignal | undefined;
  let lookEnds: () => void = () => undefined;
  const look = (signal: AbortSignal) => {
    looking = signal;
    return new Promise<void>((resolve) => (lookEnds = resolve));
  };
  const gone = new AbortController();
  const lost = workerError('ADB_SERVER_LOST', 'the adb server does not answer');
  let end: unknown;
  const measuring = measureOnPhone(phone, options, look, { gone: gone.signal, any: gone.signal }).catch(
    (error: unknown) => (end = error),
  );
  await eventually(() => {
    clock.advance(100);
    expect(looking?.aborted).toBe(false);
  });
  gone.abort(lost);
  // More turns than anything that waits for no look needs.
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  expect([looking?.aborted, end]).toEqual([true, undefined]);
  lookEnds();
  await measuring;
  expect(end).toBe(lost);
});

it('gives up in time what was made in vain while the queue was away, so that all measures again within 30 s of its return', async () => {
  const clock = new ManualClock();
  const { phone, options } = hotPhone(clock, silent);
  const never = new AbortController().signal;
  let end: unknown;
  // An attempt that begins just before the queue is back, and hears nothing from it: the worst that can be.
  const measuring = measureOnPhone(phone, { ...options, ...defaultTimes }, () => Promise.resolve(), {
    gone: never,
    any: never,
  }).catch((error: unknown) => (end = error));
  await eventually(() => {
    if (end === undefined) clock.advance(clock.nextWakeInMs ?? 0);
    expect(end).toMatchObject({ code: 'WORKER_FAILED' });
  });
  await measuring;
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(defaultTimes.queueReadyMs);
  expect(clock.monotonicMs() + defaultTimes.retryMs).toBeLessThanOrEqual(30_000);
});
