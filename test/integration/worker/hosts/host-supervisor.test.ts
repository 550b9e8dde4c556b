import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';

import { createLogger, systemClock } from '../../../../src/platform/index.js';
import { addHost, findHost, superviseHost } from '../../../../src/worker/hosts/index.js';
import type { HostDuty, HostRecord, NewHost } from '../../../../src/worker/hosts/index.js';
import { sshAddress } from '../../../../src/worker/hosts/ssh/ssh-target.js';
import { eventually } from '../../../support/eventually.js';
import { openDatabase } from '../../../../src/platform/database/index.js';
import { startPostgresProxy } from '../../../support/postgres-proxy.js';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.js';
import { startTestSshd, type TestSshd } from '../../../support/sshd.js';
import { describeWith } from '../../../support/system-packages.js';

describeWith('sshd', 'the supervisor of a worker host', () => {
  let database: TestPostgres;
  let sshd: TestSshd;
  let stop: AbortController;
  let supervised: Promise<void>;
  const calls: string[] = [];

  const duty: HostDuty = {
    start: () => {
      calls.push('start');
      return Promise.resolve({ processId: 4711, packageVersion: '1.2.3' });
    },
    check: () => {
      calls.push('check');
      return Promise.resolve();
    },
    stop: () => {
      calls.push('stop');
      return Promise.resolve();
    },
  };

  const newHost = (change: Partial<NewHost> = {}): NewHost => ({
    name: `lab-${String(Math.random()).slice(2)}`,
    address: sshAddress(sshd.target),
    keyPath: sshd.target.keyPath,
    hostKeyPin: sshd.target.hostKeyPin,
    kind: 'WORKER',
    ...change,
  });

  async function supervise(change: Partial<NewHost> = {}): Promise<HostRecord> {
    const host = await addHost(database, newHost(change));
    const logger = createLogger({ level: 'silent' });
    const options = { database, clock: systemClock, logger, duty, checkIntervalMs: 50, backoffMs: 50 };
    supervised = superviseHost(host, options, stop.signal);
    return host;
  }

  const stateOf = async (host: HostRecord) => (await findHost(database, host.name)).state;

  beforeAll(async () => {
    [database, sshd] = await Promise.all([startTestPostgres(), startTestSshd()]);
  });
  afterAll(async () => {
    await sshd.stop();
    await database.close();
  });
  beforeEach(() => {
    calls.length = 0;
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await supervised;
  });

  it('shows a linked host with its worker, and looks after it again and again', async () => {
    const host = await supervise();
    await eventually(() => expect(calls.filter((call) => call === 'check').length).toBeGreaterThan(2));
    expect(await findHost(database, host.name)).toMatchObject({
      state: 'ONLINE',
      stateReason: null,
      processId: 4711,
      packageVersion: '1.2.3',
    });
  });

  it('links again after the cable was pulled', async () => {
    const host = await supervise();
    await eventually(async () => expect(await stateOf(host)).toBe('ONLINE'));
    await sshd.dropConnections();
    await eventually(() => expect(calls.filter((call) => call === 'start')).toHaveLength(2));
    await eventually(async () => expect(await stateOf(host)).toBe('ONLINE'));
    expect(calls).toContain('stop');
  });

  it('looks after a host while the database is away, and keeps the link', async () => {
    const proxy = await startPostgresProxy(database.url);
    const shaky = await openDatabase(proxy.url);
    const host = await addHost(database, newHost());
    let outages = 0;
    const logger = createLogger({ level: 'warn', output: { write: () => (outages += 1) } });
    const options = { database: shaky, clock: systemClock, logger, duty, checkIntervalMs: 50, backoffMs: 50 };
    supervised = superviseHost(host, options, stop.signal);
    await eventually(async () => expect(await stateOf(host)).toBe('ONLINE'));
    proxy.breakAfter(0);
    await eventually(() => expect(outages).toBeGreaterThan(0));
    proxy.breakAfter(Infinity);
    const seen = (await findHost(database, host.name)).lastSeenAt;
    await eventually(async () =>
      expect(Number((await findHost(database, host.name)).lastSeenAt)).toBeGreaterThan(Number(seen)),
    );
    expect(calls.filter((call) => call === 'start')).toHaveLength(1);
    stop.abort();
    await supervised;
    await shaky.close();
    await proxy.close();
  });

  it('links again after the host was restarted', async () => {
    const host = await supervise();
    await eventually(async () => expect(await stateOf(host)).toBe('ONLINE'));
    await sshd.restart();
    await eventually(() => expect(calls.filter((call) => call === 'start').length).toBeGreaterThan(1));
    await eventually(async () => expect(await stateOf(host)).toBe('ONLINE'));
  });

  it('gives up on a machine with another key, with the reason in the table', async () => {
    const host = await supervise({ hostKeyPin: `SHA256:${'A'.repeat(43)}` });
    await supervised;
    const { state, stateReason } = await findHost(database, host.name);
    expect(state).toBe('FAILED');
    expect(stateReason).toContain(sshd.target.hostKeyPin);
    expect(calls).not.toContain('start');
  });

  it('leaves the host offline when it is stopped', async () => {
    const host = await supervise();
    await eventually(async () => expect(await stateOf(host)).toBe('ONLINE'));
    stop.abort();
    await supervised;
    expect(await stateOf(host)).toBe('OFFLINE');
  });

  it.each([
    ['an address without a user', { address: 'lab.example' }, 'HOST_ADDRESS_INVALID'],
    ['an address with a shell command in it', { address: 'root@lab;reboot' }, 'HOST_ADDRESS_INVALID'],
    ['a pin that is none', { hostKeyPin: 'SHA256:short' }, 'HOST_PIN_INVALID'],
    ['a name with spaces', { name: 'my lab' }, 'HOST_ADDRESS_INVALID'],
  ])('is not given %s', async (_, change, code) => {
    supervised = Promise.resolve();
    await expect(addHost(database, newHost(change))).rejects.toMatchObject({ code });
  });
});
