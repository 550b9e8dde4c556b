import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startVirtualPhones } from '../../src/cli/lab/virtual-phones.js';
import { measuredNetworkPaths, refusedNetworkPath } from '../../src/cli/commands/demo/networks.js';
import { packageFile } from '../../src/cli/package-files.js';
import type { CampaignProgress } from '../../src/orchestrator/index.js';
import { silentLogger, systemClock } from '../../src/platform/index.js';
import type { CompletePrediction, PartialPrediction } from '../../src/predictor/index.js';
import { eventually } from '../support/eventually.js';
import { runFarm } from '../support/farm-command.js';
import { startTestAdbServer, startTestPhone } from '../support/phone-farm.js';
import { startTestPostgres } from '../support/postgres.js';
import type { TestPostgres } from '../support/postgres.js';
import { startTestRedis } from '../support/redis.js';
import { describeWith } from '../support/system-packages.js';

const scenario = '1large-t1-float16weights-builtin-2.15';
const [network = ''] = measuredNetworkPaths();
const refusedNetwork = refusedNetworkPath();

const campaign = `name: small
owner: test
scenarios: [${scenario}]
operations:
  - { searchSpace: space.yaml, samples: 24, pack: 12 }
files: [${network}, ${refusedNetwork}]
measurement: { runs: 3 }
`;

const space = `name: small
operations:
  - name: pointwise
    operator: CONV_2D
    parameters:
      height: { logInteger: [6, 48] }
      channels: { logInteger: [4, 64], step: 4 }
      filters: { logInteger: [4, 64], step: 4 }
      kernel: 1
    constraints: [flops <= 4e6]
  - name: depthwise
    operator: DEPTHWISE_CONV_2D
    parameters: { height: { logInteger: [6, 48] }, channels: { logInteger: [4, 64], step: 4 }, kernel: 3 }
    constraints: [flops <= 1e6]
`;

interface TestLab {
  /** Options of "farm worker run" with which the worker finds the phone. */
  readonly workerOptions: readonly string[];
  readonly stop: () => Promise<void>;
}

interface TestQueue {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Everything that a user does, as a user does it: one `farm` command after the other. */
function wholeCampaign(
  startQueue: (database: TestPostgres) => Promise<TestQueue>,
  startLab: (folder: string) => Promise<TestLab>,
) {
  let database: TestPostgres;
  let queue: TestQueue;
  let lab: TestLab;
  let folder: string;
  let worker: ReturnType<typeof runFarm>;
  const stopWorker = new AbortController();
  const farm = (...args: string[]) =>
    runFarm(args, { cwd: folder, env: { FARM_DATABASE_URL: database.url, FARM_QUEUE_URL: queue.url } });
  const json = async <Document>(...args: string[]): Promise<Document> => {
    const { exitCode, stdout, stderr } = await farm(...args, '--json');
    expect(exitCode, stderr).toBe(0);
    return JSON.parse(stdout) as Document;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latency-farm-e2e-'));
    await writeFile(join(folder, 'space.yaml'), space);
    await writeFile(join(folder, 'campaign.yaml'), campaign);
    [database, lab] = await Promise.all([startTestPostgres(), startLab(folder)]);
    queue = await startQueue(database);
    worker = runFarm(['worker', 'run', '--host', 'test-host', ...lab.workerOptions], {
      cwd: folder,
      env: { FARM_DATABASE_URL: database.url, FARM_QUEUE_URL: queue.url },
      signal: stopWorker.signal,
    });
  });
  afterAll(async () => {
    stopWorker.abort();
    const { exitCode, stderr } = await worker;
    await lab.stop();
    await queue.stop();
    await database.close();
    await rm(folder, { recursive: true });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('is measured, learned from and predicted with', async () => {
    const tool = packageFile('dist/virtual-phone/benchmark_model');
    expect(await farm('binaries', 'add', '--abi', 'wasm32-node', '--file', tool)).toMatchObject({
      exitCode: 0,
    });

    const [phone] = await eventually(
      async () => {
        const phones = await json<{ state: string; host: string; deviceModel: string }[]>('phones', 'ls');
        expect(phones).toHaveLength(1);
        return phones;
      },
      { everyMs: 100 },
    );
    expect(phone).toMatchObject({ state: 'READY', host: 'test-host', deviceModel: 'Virtual Fast' });

    const { id, runCount } = await json<{ id: string; runCount: number }>(
      'campaign',
      'submit',
      'campaign.yaml',
    );
    expect(runCount).toBe(4);
    const end = await eventually(
      async () => {
        const progress = await json<CampaignProgress>('campaign', 'show', id);
        expect(progress.state).not.toBe('RUNNING');
        return progress;
      },
      { everyMs: 200 },
    );
    expect(end).toMatchObject({
      state: 'PARTLY_DONE',
      runs: { DONE: 3, FAILED: 1 },
      failures: { BENCHMARK_CUSTOM_OPERATION: 1 },
    });
    expect(end.phoneBusyShare).toBeGreaterThan(0);

    const { groups } = await json<{ groups: { kernelGroup: string }[] }>('train', '--scenario', scenario);
    expect(groups.map(({ kernelGroup }) => kernelGroup)).toEqual(
      expect.arrayContaining(['CONV_2D', 'DEPTHWISE_CONV_2D', 'RELU']),
    );

    const prediction = await json<CompletePrediction>('predict', network, '--scenario', scenario);
    const measured = await database.prisma.run.findFirstOrThrow({
      where: { sample: { name: 'face_detection_short_range' } },
    });
    expect(prediction).toMatchObject({ complete: true, unknown: [] });
    expect(prediction.operations).toHaveLength(164);
    expect(prediction.totalUs).toBeGreaterThan((measured.inferenceMeanUs ?? 0) / 4);
    expect(prediction.totalUs).toBeLessThan((measured.inferenceMeanUs ?? 0) * 4);

    // What the phone's tool refused is not predicted as if it ran.
    const partly = await farm('predict', refusedNetwork, '--scenario', scenario, '--json');
    expect(partly.exitCode).toBe(3);
    const partial = JSON.parse(partly.stdout) as PartialPrediction;
    expect(partial).not.toHaveProperty('interval');
    expect(partial).toMatchObject({
      complete: false,
      unknown: [{ operator: 'CUSTOM:Convolution2DTransposeBias', count: 1, reason: 'custom operator' }],
    });
    const strict = await farm('predict', refusedNetwork, '--scenario', scenario, '--strict');
    expect(strict).toMatchObject({ exitCode: 2, stdout: '' });
    expect(strict.stderr).toContain('code: PREDICTION_INCOMPLETE');

    expect((await farm('campaign', 'cancel', id)).stderr).toContain('code: CAMPAIGN_STATE_CONFLICT');
    expect((await farm('campaign', 'ls')).stdout).toContain('partly_done');
    await keepsPrecisionsApart();
  });

  /** What is measured, stored and learned in an int8 scenario is int8; what is not is refused wherever it comes in. */
  async function keepsPrecisionsApart(): Promise<void> {
    const int8 = scenario.replace('float16weights', 'int8');
    const operations = campaign.replace(scenario, int8).replace(/^files: .*\n/m, '');
    await writeFile(join(folder, 'int8.yaml'), operations);
    const { id } = await json<{ id: string }>('campaign', 'submit', 'int8.yaml');
    const { exitCode } = await farm('campaign', 'watch', id);
    expect(exitCode).toBe(0);
    const timings = await database.prisma.opTiming.findMany({
      where: { run: { campaignId: id } },
      include: { configuration: true },
    });
    expect(timings).toHaveLength(24);
    for (const { configuration } of timings)
      expect(configuration?.spec).toMatchObject({
        inputs: [{ type: 'int8' }, { type: 'int8' }, { type: 'int32' }],
      });
    await json('train', '--scenario', int8);
    await farm('graph', 'build', 'mobilenet_wd4', '--precision', 'int8', '--out', 'int8.tflite');
    expect(
      (await json<CompletePrediction>('predict', 'int8.tflite', '--scenario', int8)).totalUs,
    ).toBeGreaterThan(0);
    const misplaced = await farm('predict', 'int8.tflite', '--scenario', scenario);
    expect(misplaced).toMatchObject({ exitCode: 2 });
    expect(misplaced.stderr).toContain(`${int8} would`);

    await writeFile(
      join(folder, 'wrong.yaml'),
      operations.replace(/^operations:\n.*\n/m, `files: [${network}]\n`),
    );
    const refused = await farm('campaign', 'submit', 'wrong.yaml');
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toMatch(/wrong\.yaml:4:.*files\[0\]: .*float16weights.* would/);
    expect(await database.prisma.campaign.count()).toBe(2);
    const twice = await farm('campaign', 'submit', 'int8.yaml');
    expect(twice.stderr).toContain(`the same file was submitted before`);
    await farm('campaign', 'cancel', twice.stdout.trim());
  }
}

describe('a campaign with its jobs in Postgres, on a phone behind the small ADB-server endpoint', () => {
  wholeCampaign(
    (database) => Promise.resolve({ url: database.queueUrl, stop: () => Promise.resolve() }),
    async (folder) => {
      const options = {
        count: 1,
        profile: 'virtual-fast',
        directory: folder,
        clock: systemClock,
        logger: silentLogger(),
      };
      const phones = await startVirtualPhones(options);
      return { workerOptions: ['--adb', `${phones.adb.host}:${phones.adb.port}`], stop: () => phones.stop() };
    },
  );
});

describeWith('redis-server', 'with Redis', () => {
  describeWith('adb', 'a campaign with its jobs in Redis, on a phone behind the real adb server', () => {
    wholeCampaign(
      () => startTestRedis(),
      async () => {
        const [adb, phone] = await Promise.all([startTestAdbServer(), startTestPhone()]);
        const address = (at: { host: string; port: number }) => `${at.host}:${at.port}`;
        return {
          workerOptions: ['--adb', address(adb.endpoint), '--connect', address(phone.address)],
          async stop() {
            await adb.stop();
            await phone.stop();
          },
        };
      },
    );
  });
});
