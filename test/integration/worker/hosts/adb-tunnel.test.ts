import { afterAll, beforeAll, expect, it } from 'vitest';

import { silentLogger, systemClock } from '../../../../src/platform/index.js';
import {
  addHost,
  adbTunnelDuty,
  findHost,
  sshAddress,
  startWorker,
  superviseHost,
} from '../../../../src/worker/index.js';
import { openQueue, type QueueService } from '../../../../src/platform/queue/index.js';
import { eventually } from '../../../support/eventually.js';
import {
  startTestAdbServer,
  startTestPhone,
  type TestAdbServer,
  type TestPhone,
} from '../../../support/phone-farm.js';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.js';
import { startTestSshd, type TestSshd } from '../../../support/sshd.js';
import { describeWith, findProgram } from '../../../support/system-packages.js';

const name = 'adb-only-host';

describeWith('sshd', 'a host with nothing but adb', () => {
  let postgres: TestPostgres;
  let queue: QueueService;
  let sshd: TestSshd;
  let adb: TestAdbServer;
  let phone: TestPhone;
  let supervised: Promise<void>;
  const stop = new AbortController();

  const phones = async () => (await findHost(postgres, name)).phones.map(({ serialNumber }) => serialNumber);
  const state = async () =>
    (await postgres.prisma.phone.findUnique({ where: { serialNumber: phone.serial } }))?.state;

  beforeAll(async () => {
    if (findProgram('adb') === undefined) throw new Error('adb is not installed.');
    [postgres, sshd, adb, phone] = await Promise.all([
      startTestPostgres(),
      startTestSshd(),
      startTestAdbServer(),
      startTestPhone(),
    ]);
    queue = await openQueue(postgres.queueUrl);
    await adb.attach(phone);
    const { target } = sshd;
    const identity = { address: sshAddress(target), keyPath: target.keyPath, hostKeyPin: target.hostKeyPin };
    const host = await addHost(postgres, { name, ...identity, kind: 'ADB_TUNNEL' });
    const common = { database: postgres, clock: systemClock, logger: silentLogger() };
    const duty = adbTunnelDuty({
      adbPort: adb.endpoint.port,
      startWorker: (endpoint) => startWorker({ ...common, queue, adb: endpoint, hostName: name }),
    });
    supervised = superviseHost(host, { ...common, duty, checkIntervalMs: 500, backoffMs: 100 }, stop.signal);
  });

  afterAll(async () => {
    stop.abort();
    await supervised;
    await Promise.all([phone.stop(), adb.stop(), sshd.stop()]);
    await queue.close();
    await postgres.close();
  });

  it('has its phones attached by a worker of this machine, through a tunnel to its adb server', async () => {
    await eventually(async () => expect(await phones()).toEqual([phone.serial]));
    await eventually(async () => expect(await state()).toBe('READY'));
  });

  it('has them attached again after the link was lost', async () => {
    const { lastSeenAt } = await findHost(postgres, name);
    await sshd.dropConnections();
    await eventually(async () => {
      const host = await findHost(postgres, name);
      expect(host.state).toBe('ONLINE');
      expect(Number(host.lastSeenAt)).toBeGreaterThan(Number(lastSeenAt));
      expect(await state()).toBe('READY');
    });
  });
});
