import { describe, expect, it } from 'vitest';

import { withDeadline } from '../../../src/worker/adb/deadline.js';
import { Watchdog } from '../../../src/worker/adb/watchdog.js';
import { workerError } from '../../../src/worker/errors.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/manual-clock.js';

const forever = () => new Promise<never>(() => undefined);

describe('withDeadline', () => {
  it('ends an action that ignores its signal', async () => {
    const clock = new ManualClock();
    const call = withDeadline(clock, 'wait', 100, undefined, forever);
    clock.advance(100);
    await expect(call).rejects.toMatchObject({ code: 'ADB_TIMEOUT', message: 'wait: no end after 100 ms' });
  });

  it('passes on what the action gives or throws, and leaves no timer behind', async () => {
    const clock = new ManualClock();
    await expect(withDeadline(clock, 'a', 100, undefined, () => Promise.resolve(7))).resolves.toBe(7);
    const broken = () => Promise.reject(new Error('broken'));
    await expect(withDeadline(clock, 'b', 100, undefined, broken)).rejects.toThrow('broken');
    expect(clock.sleeperCount).toBe(0);
  });

  it('ends with the reason of its caller', async () => {
    const caller = new AbortController();
    const call = withDeadline(new ManualClock(), 'wait', 100, caller.signal, forever);
    const reason = workerError('LEASE_LOST', 'gone');
    caller.abort(reason);
    await expect(call).rejects.toBe(reason);
  });
});

describe('Watchdog', () => {
  it('barks once nothing has touched it for so long, and not before', async () => {
    const clock = new ManualClock();
    let barks = 0;
    const dog = new Watchdog(clock, 100, () => (barks += 1));
    clock.advance(90);
    dog.touch();
    clock.advance(90);
    await eventually(() => expect(clock.sleeperCount).toBe(1));
    expect(barks).toBe(0);
    clock.advance(10);
    await eventually(() => expect(barks).toBe(1));
  });

  it('waits longer after a touch that asked for patience, until the next touch', async () => {
    const clock = new ManualClock();
    let barks = 0;
    const dog = new Watchdog(clock, 100, () => (barks += 1));
    dog.touch(1_000);
    clock.advance(1_050);
    await eventually(() => expect(clock.sleeperCount).toBe(1));
    expect(barks).toBe(0);
    dog.touch();
    clock.advance(50);
    await eventually(() => expect(clock.sleeperCount).toBe(1));
    clock.advance(50);
    await eventually(() => expect(barks).toBe(1));
  });

  it('is silent once it was stopped', async () => {
    const clock = new ManualClock();
    let barks = 0;
    const dog = new Watchdog(clock, 100, () => (barks += 1));
    dog.stop();
    clock.advance(1_000);
    await Promise.resolve();
    expect([barks, clock.sleeperCount]).toEqual([0, 0]);
  });
});
