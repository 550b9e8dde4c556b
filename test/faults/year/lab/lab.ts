import { execFile } from 'node:child_process';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { packageFile } from '../../../../src/cli/package-files.js';
import type { Clock } from '../../../../src/platform/index.js';
import { freePort } from '../../../../src/platform/services/index.js';
import type { BreakableLine } from '../../../support/breakable-line.js';
import { startGenuinePhone } from '../../../support/genuine-phone.js';
import type { GenuinePhone } from '../../../support/genuine-phone.js';
import { startTestAdbServer, startTestPhone } from '../../../support/phone-farm.js';
import type { TestAdbServer, TestPhone } from '../../../support/phone-farm.js';
import { KeptProcess } from './kept-process.js';
import { startLinkedHost } from './linked-host.js';
import type { LinkedHost } from './linked-host.js';
import { startLabPostgres, startLabRedis } from './servers.js';
import type { KilledServer, LabPostgres } from './servers.js';

export interface LabOptions {
  readonly phones: number;
  readonly genuinePhones: number;
  readonly queue: 'redis' | 'postgres';
  readonly clock: Clock;
  /** Whether there is a host behind an SSH server, too. */
  readonly linked: boolean;
}

/** A host of the lab: an adb server with its phones, and the worker that measures on them. */
export interface LabHost {
  readonly worker: KeptProcess;
  /** Serial numbers of its phones. */
  readonly serials: readonly string[];
  adb: TestAdbServer;
}

/** A whole farm, of real servers and the `farm` commands that a lab runs, each in a process of its own. */
export interface Lab {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly postgres: LabPostgres;
  readonly queueLine: BreakableLine;
  /** Where the queue has a server of its own. */
  readonly redis: KilledServer | undefined;
  readonly hosts: readonly LabHost[];
  /** The host that is reached over SSH, with its share of the virtual phones. */
  readonly linked: (LinkedHost & Pick<LabHost, 'serials'>) | undefined;
  readonly api: KeptProcess;
  readonly phones: readonly TestPhone[];
  readonly genuinePhones: readonly GenuinePhone[];
  /** Ends everything; its folder stays. */
  stop(): Promise<void>;
}

/** Phones are shared out among so many worker hosts, and the linked one. */
const hostCount = 2;

/** What is told is how long the farm takes to come back, and not how long it leaves a phone alone by rule. */
const fleet = `# Every phone here fails by order: none is quarantined for it.
thresholds: { afterFailures: 1000000, maxFailureShare: 1, maxDrift: 10 }
phones: []
`;

export async function startLab({
  phones: count,
  genuinePhones: genuineCount,
  queue: kind,
  clock,
  linked: isLinked,
}: LabOptions): Promise<Lab> {
  const directory = await mkdtemp(join(tmpdir(), 'farm-year-'));
  await chmod(directory, 0o711);
  await writeFile(join(directory, 'fleet.yaml'), fleet);
  const postgres = await startLabPostgres(directory, clock);
  const redis = kind === 'redis' ? await startLabRedis(directory) : undefined;
  const queueLine = redis?.line ?? postgres.queueLine;
  const env = {
    FARM_DATABASE_URL: postgres.line.url,
    FARM_QUEUE_URL: queueLine.url,
    FARM_LOG_LEVEL: 'info',
  };
  await farmCommand(directory, env, 'db', 'migrate');
  await farmCommand(directory, env, ...addTool);
  const phones = await many(count, (index) => startTestPhone({ serial: `YEAR${index}` }));
  const genuinePhones = await many(genuineCount, (index) => startGenuinePhone({ serial: `GENUINE${index}` }));
  const shares = isLinked ? hostCount + 1 : hostCount;
  const behindLink = phones.filter((_, index) => index % shares === hostCount);
  const direct = [...phones.filter((phone) => !behindLink.includes(phone)), ...genuinePhones];
  const process = (name: string, args: readonly string[]) =>
    KeptProcess.start({ name, args, cwd: directory, env, clock });
  const hosts = await many(hostCount, async (number) => {
    const adb = await startTestAdbServer();
    const own = direct.filter((_, index) => index % hostCount === number);
    const serials = own.map(({ serial }) => serial);
    const connect = own.flatMap(({ adbSerial }) => ['--connect', adbSerial]);
    const args = [
      '--adb',
      `127.0.0.1:${adb.endpoint.port}`,
      '--host',
      `host-${number}`,
      '--fleet',
      'fleet.yaml',
    ];
    return {
      adb,
      serials,
      worker: await process(`worker-${number}`, ['worker', 'run', ...args, ...connect]),
    };
  });
  const linked =
    behindLink.length === 0
      ? undefined
      : {
          ...(await startLinkedHost(
            behindLink.map(({ adbSerial }) => adbSerial),
            { cwd: directory, env, clock },
          )),
          serials: behindLink.map(({ serial }) => serial),
        };
  const api = await process('api', ['serve', '--port', String(await freePort())]);
  return {
    ...{ directory, env, postgres, queueLine, redis, hosts, linked, api, phones, genuinePhones },
    async stop() {
      await Promise.all([...hosts.map(({ worker }) => worker.stop()), linked?.stop(), api.stop()]);
      await Promise.all([
        ...[...phones, ...genuinePhones].map((phone) => phone.stop()),
        ...hosts.map(({ adb }) => adb.stop()),
      ]);
      await redis?.stop();
      await postgres.stop();
    },
  };
}

const addTool = [
  'binaries',
  'add',
  '--abi',
  'wasm32-node',
  '--file',
  packageFile('dist/virtual-phone/benchmark_model'),
];

async function farmCommand(
  cwd: string,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<void> {
  const options = { cwd, env: { ...process.env, ...env } };
  await promisify(execFile)(process.execPath, [packageFile('dist/cli/main.js'), ...args], options);
}

/** One after the other: all at once would keep each other from being ready in time. */
async function many<Made>(count: number, make: (index: number) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = [];
  for (let index = 0; index < count; index++) made.push(await make(index));
  return made;
}
