import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startVirtualPhones } from '../../src/cli/lab/virtual-phones.js';
import { buildArchitecture, writeTflite } from '../../src/graph/index.js';
import type { CampaignProgress } from '../../src/orchestrator/index.js';
import { silentLogger, systemClock } from '../../src/platform/index.js';
import type { CompletePrediction } from '../../src/predictor/index.js';
import { eventually } from '../support/eventually.js';
import { runFarm } from '../support/farm-command.js';
import { startTestPostgres } from '../support/postgres.js';
import type { TestPostgres } from '../support/postgres.js';
import { replayedTool } from '../support/replayed-tool.js';
import { sharedDataText } from '../support/shared-data.js';

const scenario = 'gpu-t1-float32-gpu-2.19-dev';
const recording = 'benchmark-output/2.19-dev/mobilenetv2_wd2.gpu-adreno640';
const stdout = sharedDataText(`${recording}.stdout`);
const stderr = sharedDataText(`${recording}.stderr`) ?? '';

const campaign = `name: on-a-gpu
owner: test
scenarios: [${scenario}]
architectures: [{ name: mobilenetv2_wd2 }]
repetitions: 3
measurement: { runs: 2 }
`;

/** The same run without its profile, which took half as long: a profiled GPU executes every graph twice. */
function withoutProfile(text: string): string {
  return text
    .slice(0, text.indexOf('INFO: Profiling Info for Benchmark Initialization'))
    .replace(
      /count=2 first=.*/,
      'count=2 first=171780 curr=142524 min=142524 max=171780 avg=157152 std=14628',
    )
    .replace(/Inference \(avg\): \S+/, 'Inference (avg): 157152');
}

describe.skipIf(stdout === undefined)('a campaign on a GPU, with what a genuine tool printed', () => {
  let database: TestPostgres;
  let folder: string;
  let phones: Awaited<ReturnType<typeof startVirtualPhones>>;
  let worker: ReturnType<typeof runFarm>;
  const stopWorker = new AbortController();
  const farm = (...args: string[]) =>
    runFarm(args, {
      cwd: folder,
      env: { FARM_DATABASE_URL: database.url, FARM_QUEUE_URL: database.queueUrl },
    });
  const json = async <Document>(...args: string[]): Promise<Document> => {
    const { exitCode, stdout: document, stderr: problem } = await farm(...args, '--json');
    expect(exitCode, problem).toBe(0);
    return JSON.parse(document) as Document;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latency-farm-gpu-'));
    await writeFile(join(folder, 'campaign.yaml'), campaign);
    await writeFile(join(folder, 'network.tflite'), writeTflite(buildArchitecture('mobilenetv2_wd2')));
    const recorded = { stdout: stdout ?? '', stderr };
    const tool = replayedTool({ stdout: withoutProfile(stdout ?? ''), stderr }, recorded);
    await writeFile(join(folder, 'benchmark_model'), tool);
    const options = { count: 1, profile: 'virtual-fast', directory: folder };
    [database, phones] = await Promise.all([
      startTestPostgres(),
      startVirtualPhones({ ...options, clock: systemClock, logger: silentLogger() }),
    ]);
    await writeFile(
      join(folder, 'fleet.yaml'),
      `phones:\n  - { serialNumber: ${phones.serials[0]}, gpuModel: Adreno (TM) 640 }\n`,
    );
    const adb = `${phones.adb.host}:${phones.adb.port}`;
    worker = runFarm(['worker', 'run', '--host', 'test-host', '--fleet', 'fleet.yaml', '--adb', adb], {
      cwd: folder,
      env: { FARM_DATABASE_URL: database.url, FARM_QUEUE_URL: database.queueUrl },
      signal: stopWorker.signal,
    });
  });
  afterAll(async () => {
    stopWorker.abort();
    const { exitCode, stderr: problem } = await worker;
    await phones.stop();
    await database.close();
    await rm(folder, { recursive: true });
    expect({ exitCode, problem }).toEqual({ exitCode: 0, problem: '' });
  });

  it('is measured without the profiler, learned from and predicted with', async () => {
    const add = ['--abi', 'wasm32-node', '--tflite', '2.19-dev', '--file', 'benchmark_model'];
    expect(await farm('binaries', 'add', ...add)).toMatchObject({ exitCode: 0 });
    await eventually(async () => expect(await json('phones', 'ls')).toMatchObject([{ state: 'READY' }]), {
      everyMs: 200,
    });
    const { id } = await json<{ id: string }>('campaign', 'submit', 'campaign.yaml');
    await eventually(
      async () => expect((await json<CampaignProgress>('campaign', 'show', id)).state).toBe('DONE'),
      { everyMs: 200 },
    );

    const [run] = await database.prisma.run.findMany({ include: { opTimings: true, output: true } });
    expect(run).toMatchObject({ verdict: 'ok', inferenceMeanUs: 157_152 });
    expect(run?.commandLine.join(' ')).not.toContain('enable_op_profiling');
    expect(
      gunzipSync(run?.output?.profiledStdoutGzip ?? '')
        .toString()
        .trimEnd(),
    ).toBe(stdout?.trimEnd());
    const timings = (run?.opTimings ?? []).toSorted((a, b) => a.ordinal - b.ordinal);
    expect(timings).toHaveLength(56);
    expect(timings[0]).toMatchObject({ operator: 'CONV_2D', kernel: 'convolution_2d 0 -> relu 1' });
    for (const { configurationHash } of timings) expect(configurationHash).not.toBeNull();

    await json('train', '--scenario', scenario);
    const prediction = await json<CompletePrediction>(
      ...['predict', 'network.tflite', '--scenario', scenario, '--gpu', 'adreno640'],
    );
    expect(prediction.operations).toHaveLength(56);
    // A software OpenCL that other programs disturbed: kernels of one size took from 0.3 to 16 ms.
    expect(prediction.totalUs / 157_152).toBeGreaterThan(0.5);
    expect(prediction.totalUs / 157_152).toBeLessThan(2);
  });
});
