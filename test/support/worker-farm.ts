import type { Run, RunOutput, OpTiming } from '../../src/platform/database/index.js';
import { silentLogger, systemClock } from '../../src/platform/index.js';
import { openQueue } from '../../src/platform/queue/index.js';
import type { QueueService } from '../../src/platform/queue/index.js';
import { runQueueName } from '../../src/records/run.js';
import type { RunJob } from '../../src/records/run.js';
import type { SampleSpec } from '../../src/records/sample.js';
import { startWorker } from '../../src/worker/index.js';
import type { WorkerHandle, WorkerOptions } from '../../src/worker/index.js';
import { addBenchmarkTool } from './benchmark-tool.js';
import { eventually } from './eventually.js';
import { startTestAdbServer, startTestPhone } from './phone-farm.js';
import type { ReachablePhone, TestAdbServer, TestPhone, TestPhoneOptions } from './phone-farm.js';
import { startTestPostgres } from './postgres.js';
import type { TestPostgres } from './postgres.js';
import { storeCampaign } from './worker-records.js';

/** Everything that a worker needs and talks to, real: Postgres, the queue on it, an adb server, virtual phones. */
export interface WorkerFarm {
  readonly postgres: TestPostgres;
  readonly queue: QueueService;
  readonly adb: TestAdbServer;
  startPhone(options?: TestPhoneOptions): Promise<TestPhone>;
  /** Starts a worker for phones and waits until each of them is in the database. */
  startWorker(phones: readonly ReachablePhone[], options?: Partial<WorkerOptions>): Promise<WorkerHandle>;
  /** Stores a campaign for a phone's pool and queues all its runs in one job. Returns the ids of the runs. */
  submit(
    phone: ReachablePhone,
    specs: readonly SampleSpec[],
    options?: Parameters<typeof storeCampaign>[3],
  ): Promise<readonly string[]>;
  enqueue(phone: ReachablePhone, runIds: readonly string[]): Promise<void>;
  /** Waits until all runs have their end, and returns them in the given order. */
  ended(runIds: readonly string[]): Promise<EndedRun[]>;
  stopWorkers(): Promise<void>;
  close(): Promise<void>;
}

export type EndedRun = Run & { readonly opTimings: OpTiming[]; readonly output: RunOutput | null };

/** A measurement that takes a virtual phone a moment. */
export const quickMeasurement = { warmupRuns: 1, runs: 3, minSeconds: 0, maxSeconds: 10 };

export interface WorkerFarmOptions {
  /** The test's Postgres by default. */
  readonly queueUrl?: string;
  /** Debian's adb server by default. */
  readonly startAdb?: () => Promise<TestAdbServer>;
}

export async function startWorkerFarm(options: WorkerFarmOptions = {}): Promise<WorkerFarm> {
  const { queueUrl, startAdb = () => startTestAdbServer() } = options;
  const postgres = await startTestPostgres();
  const queue = await openQueue(queueUrl ?? postgres.queueUrl, { maxConnections: 12 });
  const adb = await startAdb();
  await addBenchmarkTool(postgres);
  const phones: TestPhone[] = [];
  const workers: WorkerHandle[] = [];
  const poolKeyOf = async ({ serial }: ReachablePhone) => {
    const { pool } = await postgres.prisma.phone.findUniqueOrThrow({
      where: { serialNumber: serial },
      include: { pool: true },
    });
    return pool.key;
  };
  const farm: WorkerFarm = {
    postgres,
    queue,
    adb,
    async startPhone(options) {
      const phone = await startTestPhone(options);
      phones.push(phone);
      return phone;
    },
    async startWorker(attached, options = {}) {
      const worker = await startWorker({
        database: postgres,
        queue,
        adb: adb.endpoint,
        clock: systemClock,
        logger: silentLogger(),
        hostName: 'test-host',
        tcpPhones: attached.map(({ address }) => address),
        retryMs: 200,
        watchMs: 200,
        pollMs: 500,
        coolingPollMs: 100,
        verdicts: { relativeStd: 100, relativeStandardError: 100 },
        ...options,
      });
      workers.push(worker);
      const serials = attached.map(({ serial }) => serial);
      await eventually(async () => {
        const known = await postgres.prisma.phone.count({ where: { serialNumber: { in: serials } } });
        if (known < serials.length) throw new Error(`${known} of ${serials.length} phones are attached`);
      });
      return worker;
    },
    async submit(phone, specs, options) {
      const { runIds } = await storeCampaign(postgres, await poolKeyOf(phone), specs, {
        measurement: quickMeasurement,
        ...options,
      });
      await farm.enqueue(phone, runIds);
      return runIds;
    },
    async enqueue(phone, runIds) {
      const jobs = queue.queue<RunJob>(runQueueName(await poolKeyOf(phone)));
      await jobs.add('runs', { runIds });
      await jobs.close();
    },
    async ended(runIds) {
      return await eventually(
        async () => {
          const runs = await postgres.prisma.run.findMany({
            where: { id: { in: [...runIds] } },
            include: { opTimings: true, output: true },
          });
          const open = runs.filter(({ state }) => state !== 'DONE' && state !== 'FAILED');
          if (open.length > 0)
            throw new Error(
              `open runs: ${open.map((run) => `${run.state} ${run.failureMessage}`).join('; ')}`,
            );
          return runIds.flatMap((id) => runs.filter((run) => run.id === id));
        },
        { everyMs: 50 },
      );
    },
    async stopWorkers() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
    async close() {
      await farm.stopWorkers();
      await Promise.all(phones.map((phone) => phone.stop()));
      await queue.close();
      await adb.stop();
      await postgres.close();
    },
  };
  return farm;
}
