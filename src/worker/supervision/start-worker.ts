import { setMaxListeners } from 'node:events';

import type { Database } from '../../platform/database/index.js';
import { runCommand } from '../../platform/index.js';
import type { Clock, Logger } from '../../platform/index.js';
import type { QueueService } from '../../platform/queue/index.js';
import { AdbServer } from '../adb/index.js';
import type { AdbEndpoint } from '../adb/index.js';
import type { VerdictThresholds } from '../benchmark-tool/index.js';
import { defaultFitnessThresholds } from '../conditions/index.js';
import type { FitnessThresholds, MonitorOptions } from '../conditions/index.js';
import { workerError } from '../errors.js';
import { readDatabaseTime } from '../../tables/host/hosts.js';
import { LeaseStore } from '../leases/index.js';
import { discoverPhones } from '../phones/discovery.js';
import type { Fleet } from '../phones/fleet.js';
import { PhoneRecords } from '../phones/phone-records.js';
import { Strangers } from '../phones/strangers.js';
import { defaultQuarantinePolicy } from '../recovery/quarantine.js';
import type { QuarantinePolicy } from '../recovery/quarantine.js';
import { BenchmarkBinaries } from '../runs/staging/benchmark-binaries.js';
import type { JobDependencies } from '../runs/job.js';
import { RunStore } from '../runs/results/store-run.js';
import { defaultTimes } from './default-times.js';
import { HostClock } from './host-clock.js';
import { PhoneSupervisors } from './phone-supervisors.js';

export interface WorkerOptions {
  readonly database: Database;
  readonly queue: QueueService;
  /** Where the adb server of this worker's phones listens. It is never killed: others may use it too. */
  readonly adb: AdbEndpoint;
  /** The `adb` program, with which the server is started on this machine when it does not run. Not started by default. */
  readonly adbProgram?: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Name of the host in tables and logs; one worker a host. */
  readonly hostName: string;
  /** Phones over TCP, which the adb server is told to connect to, again after it was restarted. None by default. */
  readonly tcpPhones?: readonly AdbEndpoint[];
  /** What a phone must be like before it is measured. */
  readonly thresholds?: Partial<FitnessThresholds>;
  /** Where verdicts draw their lines. */
  readonly verdicts?: Partial<VerdictThresholds>;
  /** How long a phone stays unavailable to others when this process dies. Default 30 s. */
  readonly leaseDurationMs?: number;
  /** What a run may take on top of measuring. Default 60 s. */
  readonly runOverheadMs?: number;
  /** How often a run is started before it counts as failed. Default 3. */
  readonly maxAttempts?: number;
  /** How often a run is measured, at most, until its verdict is `ok`; the last measurement is kept as it is. Default 3. */
  readonly maxMeasurements?: number;
  /** How often the reference model is measured among the runs of a scenario, to notice a phone that drifts. Default 10 min. */
  readonly referenceEveryMs?: number;
  /** How far it may be from its usual time before the log says so, as a share of it. Default 0.05. */
  readonly maxDrift?: number;
  /** How long the queue may take until jobs of a phone can be taken from it, before it is tried anew. Default 10 s. */
  readonly queueReadyMs?: number;
  /** How often the list of phones is read besides what the tracker tells. Default 5 s. */
  readonly pollMs?: number;
  /** How long a phone that failed is left alone. Default 5 s. */
  readonly retryMs?: number;
  /** How often an idle phone is asked whether it is alive, and an operator's word on it is looked for. Default 5 s. */
  readonly watchMs?: number;
  /** When a phone that keeps failing is taken out of service, and for how long. */
  readonly quarantine?: Partial<QuarantinePolicy>;
  /** What phones do not tell themselves, and how their power is switched. Nothing by default. */
  readonly fleet?: Fleet;
  /** How long a phone may take to boot. Default 3 min. */
  readonly bootMs?: number;
  /** Longest wait for a hot or busy phone. Default 10 min. */
  readonly maxCoolingMs?: number;
  /** How often a phone that is waited for is looked at. Default 5 s. */
  readonly coolingPollMs?: number;
  /** How long the run at hand may go on when the worker is stopped. Default 20 s. */
  readonly graceMs?: number;
}

/** A worker at work. */
export interface WorkerHandle {
  /** Takes no more jobs, finishes the run at hand or gives it back to its queue, releases all phones. May be called twice. */
  stop(): Promise<void>;
}

/** Starts to measure on all phones of an adb server: those that are there, and those that come. */
export async function startWorker(given: WorkerOptions): Promise<WorkerHandle> {
  const { database, queue, logger, pollMs = defaultTimes.pollMs, graceMs = 20_000 } = given;
  const clock = new HostClock(given.clock);
  await clock.compare(() => readDatabaseTime(database.pool));
  const options = { ...given, clock };
  const records = new PhoneRecords(database, clock);
  const hostId = await records.hostOnline(options.hostName, process.pid, clock.aheadMs);
  const abandon = new AbortController();
  const strangers = new Strangers(database, records, hostId, clock);
  await strangers.forgetAll(process.pid);
  const server = new AdbServer(options.adb, clock);
  const monitor = monitorOptions(options);
  const supervisors = new PhoneSupervisors({
    server,
    records,
    strangers,
    hostId,
    clock,
    logger,
    queue,
    jobs: jobDependencies(options, abandon.signal),
    monitor,
    thresholds: monitor.thresholds,
    quarantine: { ...defaultQuarantinePolicy, ...options.quarantine },
    fleet: options.fleet ?? { phones: [] },
    bootMs: options.bootMs ?? 180_000,
    graceMs,
    retryMs: options.retryMs ?? defaultTimes.retryMs,
    watchMs: options.watchMs ?? defaultTimes.watchMs,
    queueReadyMs: options.queueReadyMs ?? defaultTimes.queueReadyMs,
  });
  const warnOfClock = () => {
    const { aheadMs } = clock;
    logger.warn({ aheadMs }, "this host's clock is not the database's, whose time is used instead");
  };
  if (clock.aheadMs !== 0) warnOfClock();
  const discovery = new AbortController();
  // One listener for each phone that is being connected to.
  setMaxListeners(0, discovery.signal);
  const onList: Parameters<typeof discoverPhones>[0]['onList'] = async (phones) => {
    supervisors.update(phones);
    await records.hostTroubled(hostId, phones === undefined ? serverTrouble(options.adb) : null);
    const aheadBeforeMs = clock.aheadMs;
    await clock.compare(() =>
      records.hostSeen({ hostId, processId: process.pid, clockAheadMs: clock.aheadMs }),
    );
    if (clock.aheadMs !== 0 && Math.abs(clock.aheadMs - aheadBeforeMs) > toldAgainMs) warnOfClock();
  };
  const tcpPhones = options.tcpPhones ?? [];
  const startServer = adbServerStarter(options);
  const discovering = discoverPhones(
    {
      server,
      clock,
      logger,
      pollMs,
      tcpPhones,
      onList,
      ...(startServer === undefined ? {} : { startServer }),
    },
    discovery.signal,
  );
  const stop = async () => {
    const reason = workerError('ADB_ABORTED', 'the worker is stopped');
    discovery.abort();
    await discovering;
    const stopped = new AbortController();
    clock.sleep(2 * graceMs, stopped.signal).then(
      () => abandon.abort(reason),
      () => undefined,
    );
    await supervisors.stop(reason);
    stopped.abort();
    try {
      await strangers.forgetAll(process.pid);
      await records.hostOffline(hostId, process.pid, 'the worker was stopped');
    } catch (error) {
      // Its silence says the same after a minute.
      logger.warn({ error }, 'that the worker was stopped could not be written down');
    }
  };
  let stopping: Promise<void> | undefined;
  return { stop: () => (stopping ??= stop()) };
}

/** A clock that moved by so much against the database's is told of again. */
const toldAgainMs = 60_000;

/** What is wrong with the host of an adb server that does not answer. */
function serverTrouble({ host, port }: AdbEndpoint): string {
  return `its adb server, ${host}:${port}, does not answer`;
}

/** `start-server` returns as soon as the server answers; one that runs already is left as it is. */
function adbServerStarter({ adb, adbProgram }: WorkerOptions): (() => Promise<void>) | undefined {
  if (adbProgram === undefined) return undefined;
  return async () => {
    await runCommand(adbProgram, ['-P', String(adb.port), 'start-server']);
  };
}

function jobDependencies(options: WorkerOptions, abandon: AbortSignal): JobDependencies {
  const { database, clock, logger, hostName } = options;
  const leases = new LeaseStore(database.pool);
  return {
    pool: database.pool,
    leases,
    runs: new RunStore(database, leases),
    binaries: new BenchmarkBinaries(database.pool),
    clock,
    logger,
    holder: `${hostName} ${process.pid}`,
    leaseDurationMs: options.leaseDurationMs ?? 30_000,
    runOverheadMs: options.runOverheadMs ?? 60_000,
    maxAttempts: options.maxAttempts ?? 3,
    maxMeasurements: options.maxMeasurements ?? 3,
    referenceEveryMs: options.referenceEveryMs ?? 10 * 60_000,
    maxDrift: options.maxDrift ?? 0.05,
    abandon,
    verdicts: options.verdicts ?? {},
  };
}

function monitorOptions(options: WorkerOptions): MonitorOptions {
  const { clock, logger } = options;
  return {
    clock,
    logger,
    thresholds: { ...defaultFitnessThresholds, ...options.thresholds },
    maxWaitMs: options.maxCoolingMs ?? 10 * 60_000,
    pollMs: options.coolingPollMs ?? 5_000,
    freshMs: 2_000,
    completeMs: 30_000,
    duringMs: 10_000,
  };
}
