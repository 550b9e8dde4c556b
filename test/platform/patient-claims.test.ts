import type { IQueueBackend } from 'bullmq';
import { describe, expect, it } from 'vitest';

import { withPatientClaims } from '../../src/platform/queue/patient-claims.js';
import { eventually } from '../support/eventually.js';
import { ManualClock } from '../support/manual-clock.js';

/** A backend from which no job can be taken as long as `refuses` says so. */
function refusingBackend(refuses: () => boolean): IQueueBackend {
  const nothing = () => Promise.resolve();
  const claim = () => (refuses() ? Promise.reject(new Error('read-only')) : Promise.resolve([]));
  const methods = {
    moveToActive: claim,
    waitForJob: claim,
    disconnectBlocking: nothing,
    close: nothing,
    disconnect: nothing,
  };
  return methods as unknown as IQueueBackend;
}

function patient(refuses: () => boolean) {
  const clock = new ManualClock();
  const backend = withPatientClaims(() => refusingBackend(refuses), clock)('runs', { connection: {} });
  const pauseMs = async () => {
    await eventually(() => expect(clock.nextWakeInMs).toBeDefined());
    return clock.nextWakeInMs ?? 0;
  };
  return { clock, backend, pauseMs };
}

describe('withPatientClaims', () => {
  it('waits longer after every refusal, up to a limit, and anew after a success', async () => {
    let refused = true;
    const { clock, backend, pauseMs } = patient(() => refused);
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const claim = backend.moveToActive('token').catch(() => 'refused');
      pauses.push(await pauseMs());
      clock.advance(pauses.at(-1) ?? 0);
      expect(await claim).toBe('refused');
    }
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    refused = false;
    await backend.moveToActive('token');
    refused = true;
    const claim = backend.waitForJob(1).catch(() => 'refused');
    expect(await pauseMs()).toBe(100);
    clock.advance(100);
    await claim;
  });

  it.each(['disconnectBlocking', 'close', 'disconnect'] as const)('lets %s end the wait', async (end) => {
    const { backend, pauseMs } = patient(() => true);
    const claim = backend.moveToActive('token');
    claim.catch(() => undefined);
    await pauseMs();
    await backend[end]();
    await expect(claim).rejects.toThrow('read-only');
  });
});
