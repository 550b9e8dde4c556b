import { expect, it, vi } from 'vitest';

import { silentLogger } from '../../../src/platform/index.js';
import { defaultFitnessThresholds } from '../../../src/worker/conditions/index.js';
import { workerError } from '../../../src/worker/errors.js';
import { measureOnPhone } from '../../../src/worker/supervision/measure-phone.js';
import type { MeasureOptions } from '../../../src/worker/supervision/measure-phone.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/manual-clock.js';

/** A phone that is hot, and so looked at whenever it is idle. */
function hotPhone(clock: ManualClock) {
  const logger = silentLogger();
  const made = {
    waitUntilReady: vi.fn().mockResolvedValue({}),
    close: vi.fn().mockResolvedValue(undefined),
    pause: vi.fn().mockResolvedValue(undefined),
  };
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
    ...{ records, monitor, clock, logger, queueReadyMs: 1e6, watchMs: 100, graceMs: 0 },
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
