import { describe, expect, it } from 'vitest';

import { PhonePresence } from '../../../src/worker/supervision/phone-presence.js';

describe('the presence of a phone', () => {
  it('begins with the word for a usable phone, and ends with any other', () => {
    const presence = new PhonePresence('A1');
    expect(presence.isAway).toBe(true);
    expect(presence.listed('device', false)).toBe(true);
    expect(presence.isAway).toBe(false);
    expect(presence.listed('device', false)).toBe(false);
    const { signal } = presence;
    presence.listed('offline', false);
    expect(signal.reason).toMatchObject({ code: 'PHONE_LOST' });
    expect(presence.reason).toContain('lists it as offline');
  });

  it('has a signal of its own each time, so that an old loss ends nothing new', () => {
    const presence = new PhonePresence('A1');
    presence.listed('device', false);
    const before = presence.signal;
    presence.listed(undefined, false);
    presence.listed('device', false);
    expect(before.aborted).toBe(true);
    expect(presence.signal.aborted).toBe(false);
  });

  it('ends by the server’s fault where the server was lost or has just started again', () => {
    const presence = new PhonePresence('A1');
    presence.listed('device', false);
    const first = presence.signal;
    presence.serverLost();
    expect(first.reason).toMatchObject({ code: 'ADB_SERVER_LOST' });
    presence.listed('device', true);
    const second = presence.signal;
    presence.listed(undefined, true);
    expect(second.reason).toMatchObject({ code: 'ADB_SERVER_LOST' });
  });

  it('wakes who waits when the phone arrives, or when told to', async () => {
    const presence = new PhonePresence('A1');
    const arrival = presence.nextArrival();
    presence.listed('device', false);
    await arrival;
    const woken = presence.nextArrival();
    presence.wake();
    await woken;
  });
});
