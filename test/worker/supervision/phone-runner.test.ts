import { describe, expect, it, vi } from 'vitest';

import { silentLogger } from '../../../src/platform/index.js';
import { defaultFitnessThresholds } from '../../../src/worker/conditions/index.js';
import { workerError } from '../../../src/worker/errors.js';
import { PhoneRunner } from '../../../src/worker/supervision/phone-runner.js';
import type { PhoneRunnerOptions } from '../../../src/worker/supervision/phone-runner.js';
import { ManualClock } from '../../support/manual-clock.js';

describe('a job of which something is left', () => {
  it('says of the phone what it says, and goes back to the queue whole, when the queue does not take the rest', async () => {
    const clock = new ManualClock();
    const logger = silentLogger();
    let process: (job: object, token: string) => Promise<unknown> = () => Promise.resolve();
    const made = {
      waitUntilReady: vi.fn().mockResolvedValue({}),
      close: vi.fn().mockResolvedValue(undefined),
    };
    const refusal = new Error('the queue is away');
    const queue = {
      queue: () => ({ ...made, name: 'q', add: vi.fn().mockRejectedValue(refusal) }),
      worker: (_name: string, processor: typeof process) => {
        process = processor;
        return { ...made, pause: vi.fn().mockResolvedValue(undefined) };
      },
    };
    const held = workerError('LEASE_HELD', 'another worker measures on it');
    const row = { id: 'r', scenarioKey: '1large-t1-float32-builtin-2.15', campaignSpec: {}, attempts: 0 };
    const jobs = {
      ...{ clock, logger, holder: 'h', leaseDurationMs: 1_000 },
      pool: { query: vi.fn().mockResolvedValue({ rows: [row] }) },
      leases: { acquire: vi.fn().mockRejectedValue(held) },
      verdicts: {},
    };
    const monitor = {
      ...{ clock, logger, thresholds: defaultFitnessThresholds, maxWaitMs: 1, pollMs: 1 },
      ...{ freshMs: 1, completeMs: 1, duringMs: 1 },
    };
    const options = {
      ...{ queue, jobs, monitor, clock, logger, queueReadyMs: 1, onSuccess: vi.fn(), onLook: vi.fn() },
    } as unknown as PhoneRunnerOptions;
    const runner = new PhoneRunner({ poolKey: 'pool', adb: {} } as never, options);
    for (const data of [{}, null]) {
      await expect(process({ data, opts: {} }, 'token')).rejects.toThrow('no job of the farm');
    }
    await expect(process({ data: { runIds: ['r'] }, opts: {} }, 'token')).rejects.toBe(refusal);
    await expect(runner.failed).resolves.toBe(held);
    await runner.close(0, held);
  });
});
