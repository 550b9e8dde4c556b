import { describe, expect, it, onTestFinished } from 'vitest';

import { silentLogger } from '../../../src/platform/index.js';
import type { AdbEndpoint, ListedPhone } from '../../../src/worker/adb/index.js';
import { workerError } from '../../../src/worker/errors.js';
import { discoverPhones } from '../../../src/worker/phones/discovery.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/manual-clock.js';

/** An adb server that lists what a test says. */
class ScriptedServer {
  phones: ListedPhone[] = [];
  up = true;
  tracked = 0;
  lists = 0;
  readonly calls: string[] = [];
  changed: () => void = () => undefined;
  lose: () => void = () => undefined;

  listPhones(): Promise<ListedPhone[]> {
    this.lists += 1;
    return this.up ? Promise.resolve(this.phones) : Promise.reject(workerError('ADB_SERVER_LOST', 'down'));
  }

  track(onChange: () => void, signal: AbortSignal): Promise<void> {
    this.tracked += 1;
    this.changed = onChange;
    return new Promise((resolve, reject) => {
      this.lose = () => reject(new Error('lost'));
      signal.addEventListener('abort', () => resolve());
    });
  }

  connect({ host, port }: AdbEndpoint): Promise<void> {
    this.calls.push(`connect ${host}:${port}`);
    return Promise.resolve();
  }

  disconnect({ host, port }: AdbEndpoint): Promise<void> {
    this.calls.push(`disconnect ${host}:${port}`);
    return Promise.resolve();
  }
}

function discovering(tcpPhones: AdbEndpoint[] = [], startServer?: () => Promise<void>) {
  const server = new ScriptedServer();
  const clock = new ManualClock();
  const seen: string[][] = [];
  const stop = new AbortController();
  const done = discoverPhones(
    {
      server,
      clock,
      logger: silentLogger(),
      pollMs: 5_000,
      tcpPhones,
      onList: (phones) => {
        seen.push(phones?.map(({ adbSerial, state }) => `${adbSerial} ${state}`) ?? ['server lost']);
        return Promise.resolve();
      },
      ...(startServer === undefined ? {} : { startServer }),
    },
    stop.signal,
  );
  onTestFinished(async () => {
    stop.abort();
    await done;
  });
  const last = (phones: string[]) => eventually(() => expect(seen.at(-1)).toEqual(phones));
  return { server, clock, seen, last };
}

const usb: ListedPhone = { adbSerial: 'USB1', state: 'device' };
const tcp = { host: '10.0.0.1', port: 5555 };

describe('discoverPhones', () => {
  it('looks at once when the tracker tells of a change', async () => {
    const { server, last } = discovering();
    await last([]);
    server.phones = [usb];
    server.changed();
    await last(['USB1 device']);
  });

  it('looks at every poll, for what the tracker does not tell', async () => {
    const { server, clock, last } = discovering();
    await last([]);
    server.phones = [{ ...usb, state: 'offline' }];
    await eventually(() => expect(clock.sleeperCount).toBeGreaterThan(0));
    clock.advance(5_000);
    await last(['USB1 offline']);
  });

  it('says so while the adb server is lost, arms the tracker again, and sees them when it is back', async () => {
    const { server, clock, last } = discovering();
    server.phones = [usb];
    server.changed();
    await last(['USB1 device']);
    server.up = false;
    server.lose();
    await last(['server lost']);
    server.up = true;
    await eventually(() => {
      clock.advance(1_000);
      expect(server.tracked).toBeGreaterThan(1);
    });
    server.changed();
    await last(['USB1 device']);
  });

  it('starts the adb server where that is its business', async () => {
    let started = 0;
    const { server, clock } = discovering([], () => {
      started += 1;
      return Promise.resolve();
    });
    server.up = false;
    await eventually(() => {
      clock.advance(5_000);
      expect(started).toBeGreaterThan(0);
    });
  });

  it('connects TCP phones that are missing, and takes stale ones off first', async () => {
    const { server, clock, last } = discovering([tcp]);
    await eventually(() => expect(server.calls).toEqual(['connect 10.0.0.1:5555']));
    server.phones = [{ adbSerial: '10.0.0.1:5555', state: 'offline' }];
    await eventually(() => {
      clock.advance(5_000);
      expect(server.calls.slice(-2)).toEqual(['disconnect 10.0.0.1:5555', 'connect 10.0.0.1:5555']);
    });
    server.phones = [{ adbSerial: '10.0.0.1:5555', state: 'device' }];
    server.changed();
    await last(['10.0.0.1:5555 device']);
    const calls = server.calls.length;
    clock.advance(5_000);
    await eventually(() => expect(server.lists).toBeGreaterThan(3));
    expect(server.calls).toHaveLength(calls);
  });
});
