import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { packOwnPackage } from '../../src/cli/commands/hosts/package-tarball.js';
import { silentLogger, systemClock } from '../../src/platform/index.js';
import { addHost, findHost, sshAddress, superviseHost, workerDuty } from '../../src/worker/index.js';
import { eventually } from '../support/eventually.js';
import {
  startTestAdbServer,
  startTestPhone,
  type TestAdbServer,
  type TestPhone,
} from '../support/phone-farm.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { startTestSshd, type TestSshd } from '../support/sshd.js';
import { describeWith, findProgram } from '../support/system-packages.js';

const name = 'second-host';
const version = '0.0.0-test';

describeWith('sshd', 'a worker on a host of its own, behind a real SSH server', () => {
  let postgres: TestPostgres;
  let sshd: TestSshd;
  let adb: TestAdbServer;
  let phone: TestPhone;
  let supervised: Promise<void>;
  const stop = new AbortController();

  const host = () => findHost(postgres, name);
  const eventuallySlow = (check: () => Promise<void>) => eventually(check, { everyMs: 100 });
  const workerId = async () =>
    Number(await readFile(join(sshd.homeDirectory, 'latency-farm/worker.pid'), 'utf8'));

  beforeAll(async () => {
    if (findProgram('adb') === undefined) throw new Error('adb is not installed.');
    [postgres, sshd, adb, phone] = await Promise.all([
      startTestPostgres(),
      startTestSshd(),
      startTestAdbServer(),
      startTestPhone(),
    ]);
    await adb.attach(phone);
    const fleetPath = join(sshd.homeDirectory, 'fleet of this test.yaml');
    await writeFile(fleetPath, `phones: [{ serialNumber: ${phone.serial}, labels: [far-away] }]\n`);
    const record = await addHost(postgres, {
      name,
      address: sshAddress(sshd.target),
      keyPath: sshd.target.keyPath,
      hostKeyPin: sshd.target.hostKeyPin,
      kind: 'WORKER',
    });
    const duty = workerDuty({
      settings: {
        hostName: name,
        databaseUrl: postgres.url,
        queueUrl: postgres.queueUrl,
        adbPort: adb.endpoint.port,
        tcpPhones: [phone.adbSerial],
        fleetPath,
      },
      version,
      packageTarball: packOwnPackage,
      logger: silentLogger(),
    });
    const options = { database: postgres, clock: systemClock, logger: silentLogger(), duty };
    supervised = superviseHost(record, { ...options, checkIntervalMs: 500, backoffMs: 200 }, stop.signal);
  });

  afterAll(async () => {
    process.kill(await workerId(), 'SIGTERM');
    stop.abort();
    await supervised;
    await Promise.all([phone.stop(), adb.stop(), sshd.stop()]);
    await postgres.close();
  });

  it('is installed from our own package, started, and attaches the phone of its host', async () => {
    await eventuallySlow(async () => {
      const { state, packageVersion, phones } = await host();
      expect({ state, packageVersion }).toEqual({ state: 'ONLINE', packageVersion: version });
      expect(phones).toMatchObject([{ serialNumber: phone.serial, labels: ['far-away'] }]);
    });
  });

  it('keeps its passwords where only its user can read them', async () => {
    const commandLine = await readFile(`/proc/${await workerId()}/cmdline`, 'utf8');
    expect(commandLine).toContain('worker\0run');
    expect(commandLine).not.toContain(new URL(postgres.url).password);
  });

  it('is started again when it dies', async () => {
    const before = await workerId();
    process.kill(before, 'SIGKILL');
    await eventuallySlow(async () => expect(await workerId()).not.toBe(before));
  });

  it('is started anew behind a new tunnel after the link was lost', async () => {
    const before = await workerId();
    await sshd.dropConnections();
    await eventuallySlow(async () => expect(await workerId()).not.toBe(before));
    await eventuallySlow(async () => expect((await host()).state).toBe('ONLINE'));
  });
});
