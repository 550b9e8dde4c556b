import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { buildArchitecture, sha256Hex } from '../../../src/graph/index.js';
import { createPredictor, wholePrediction } from '../../../src/predictor/index.js';
import { runQueueName } from '../../../src/records/run.js';
import { loadRelease, trainScenario } from '../../../src/trainer/index.js';
import { addBinary, reparseRuns } from '../../../src/worker/index.js';
import type { WorkerHandle } from '../../../src/worker/index.js';
import { readResultFile } from '../../../src/worker/benchmark-tool/output/result-file.js';
import { addBenchmarkTool } from '../../support/benchmark-tool.js';
import { eventually } from '../../support/eventually.js';
import { runFarm } from '../../support/farm-command.js';
import { npuOutputs } from '../../support/npu-output.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { toolThatReplays } from '../../support/replayed-tool.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

/** What stands in the fenced blocks of a page that are of a language. */
function codeBlocks(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text = '']) => text,
  );
}

describeWith('adb', 'a worker with one phone', () => {
  let farm: WorkerFarm;
  let phone: TestPhone;
  let worker: WorkerHandle;
  let ownSetting: string;

  beforeAll(async () => {
    farm = await startWorkerFarm();
    phone = await farm.startPhone();
    ownSetting = await (await farm.adb.attach(phone)).read('settings get global stay_on_while_plugged_in');
    worker = await farm.startWorker([phone]);
  });
  afterAll(() => farm.close());

  it('knows the phone by its own serial number, and in a readable pool', async () => {
    const stored = await farm.postgres.prisma.phone.findUniqueOrThrow({
      where: { serialNumber: phone.serial },
      include: { pool: true, events: true },
    });
    expect(stored).toMatchObject({ adbSerial: phone.adbSerial, deviceModel: 'Virtual Fast', state: 'READY' });
    expect(stored.pool.key).toMatch(/^virtual-fast-v8-fast-[0-9a-f]{8}$/);
    expect(stored.coreClusters).toMatchObject([
      { name: 'small' },
      { name: 'med' },
      { name: 'large', cpus: [7] },
    ]);
    expect(stored.events.map(({ kind }) => kind)).toContain('attached');
  });

  it('measures every operation of every model of a job', async () => {
    const runIds = await farm.submit(phone, [convolutionSample(16), convolutionSample(24)]);
    const runs = await farm.ended(runIds);
    for (const run of runs) {
      expect(run).toMatchObject({
        state: 'DONE',
        verdict: 'ok',
        attempts: 1,
        inferenceCount: 3,
        clockSource: 'yardstick',
      });
      expect(run.opTimings).toMatchObject([{ operationIndex: 0, operator: 'CONV_2D', count: 3 }]);
      expect(run.opTimings[0]?.meanUs).toBeGreaterThan(0);
      expect(run.commandLine.slice(0, 2)).toEqual(['taskset', '80']);
      expect(gunzipSync(run.output?.stdoutGzip ?? '').toString()).toContain('Inference timings in us');
      expect(run.conditions).toMatchObject({ before: { battery: {} }, after: { clocks: [{}, {}, {}] } });
      expect(run.phoneBusyMs).toBeGreaterThanOrEqual(run.toolMs ?? Number.POSITIVE_INFINITY);
    }
  });

  it('keeps outputs that say again what is stored, and shows what of it was altered before it is mended', async () => {
    await addBenchmarkTool(farm.postgres, 'litert-2.1');
    const scenarioKey = '1large-t1-float32-builtin-litert-2.1';
    const runIds = await farm.submit(phone, [convolutionSample(18)], { scenarioKey });
    const [measured] = await farm.ended(runIds);
    // Tools of this version write their result to a file, which is kept, and has to say what is printed.
    expect(readResultFile(measured?.output?.resultFile ?? Buffer.alloc(0))).toMatchObject({
      ...{ inferenceCount: 3, meanUs: expect.closeTo(measured?.inferenceMeanUs ?? 0, 0) as number },
    });
    expect(measured).toMatchObject({
      ...{ state: 'DONE', verdict: 'ok' },
      conditions: { before: { supply: { currentUa: expect.any(Number) as number, voltageUv: 4_167_000 } } },
    });
    expect(measured?.toolReport).toEqual(expect.any(Object));
    const runId = runIds[0] ?? '';
    const read = (apply: boolean) => reparseRuns(farm.postgres, { runId, apply });
    expect(await read(true)).toEqual({ read: 1, withoutModel: 0, changed: [] });
    await farm.postgres.pool.query(
      `WITH o AS (UPDATE "OpTiming" SET "meanUs" = 1 WHERE "runId" = $1)
       UPDATE "Run" SET "inferenceMeanUs" = 1, "parserVersion" = 1 WHERE id = $1`,
      [runId],
    );
    const meanUs = measured?.opTimings[0]?.meanUs;
    const changes = expect.arrayContaining([
      { field: 'inferenceMeanUs', before: 1, after: measured?.inferenceMeanUs },
      { field: 'operation 0 meanUs', before: 1, after: meanUs },
    ]) as unknown;
    expect(await read(false)).toMatchObject({ changed: [{ id: runId, stored: false, changes }] });
    expect(await read(true)).toMatchObject({ changed: [{ id: runId, stored: true, changes }] });
    expect(await read(true)).toMatchObject({ changed: [] });
    const [mended] = await farm.ended(runIds);
    expect(mended).toEqual(measured);
  });

  it('stores a repeated job once', async () => {
    const runIds = await farm.submit(phone, [convolutionSample(20)]);
    const [first] = await farm.ended(runIds);
    await farm.enqueue(phone, runIds);
    const marker = await farm.submit(phone, [convolutionSample(21)]);
    await farm.ended(marker);
    const [again] = await farm.ended(runIds);
    expect(again).toMatchObject({ attempts: 1, finishedAt: first?.finishedAt });
  });

  it('measures a model of several operations under XNNPACK', async () => {
    const parts = [convolutionSample(30), convolutionSample(40)];
    const configurations = parts.flatMap((part) => (part.kind === 'operations' ? part.configurations : []));
    const runIds = await farm.submit(phone, [{ kind: 'operations', configurations }], {
      scenarioKey: '1large1med-t2-float32-xnnpack-2.15',
    });
    const [run] = await farm.ended(runIds);
    expect(run).toMatchObject({ state: 'DONE', verdict: 'ok' });
    expect(run?.opTimings.map(({ operationIndex }) => operationIndex)).toEqual([0, 1]);
    expect(run?.commandLine.slice(0, 2)).toEqual(['taskset', 'c0']);
  });

  it('gives a bad sample a failure of its own, and measures the others', async () => {
    const content = Buffer.from('no model at all');
    const sha256 = sha256Hex(content);
    await farm.postgres.prisma.modelFile.create({
      data: { sha256, name: 'bad', sizeBytes: content.length, content },
    });
    const runIds = await farm.submit(phone, [
      { kind: 'file', name: 'bad', sha256 },
      { kind: 'file', name: 'lost', sha256: '0'.repeat(64) },
      { kind: 'architecture', name: 'no-such-network', precision: 'float32' },
      convolutionSample(18),
    ]);
    const runs = await farm.ended(runIds);
    expect(runs.map(({ state, failureCode }) => failureCode ?? state)).toEqual([
      'MODEL_UNBUILDABLE',
      'MODEL_FILE_MISSING',
      'MODEL_UNBUILDABLE',
      'DONE',
    ]);
    expect(runs[0]?.failureBlame).toBe('config');
  });

  it('refuses a scenario that the phone or the farm cannot serve, with the reason', async () => {
    const tooMany = await farm.submit(phone, [convolutionSample(17)], {
      scenarioKey: '2large-t2-float32-builtin-2.15',
    });
    const noTool = await farm.submit(phone, [convolutionSample(17)], {
      scenarioKey: '1large-t1-float32-builtin-2.4',
    });
    const runs = await farm.ended([...tooMany, ...noTool]);
    expect(runs.map(({ failureCode }) => failureCode)).toEqual([
      'CORE_SET_UNKNOWN',
      'BENCHMARK_BINARY_MISSING',
    ]);
  });

  it('measures a black box as a whole network, and refuses what it left to the CPU in part or in whole', async () => {
    const adb = await farm.adb.attach(phone);
    await adb.read('echo "virtual delegate" > /data/local/tmp/libwhole.so');
    await adb.read('echo "virtual delegate VendorDelegate, leaves 1" > /data/local/tmp/libpart.so');
    const delegates = {
      whole: { library: '/data/local/tmp/libwhole.so' },
      part: { library: '/data/local/tmp/libpart.so' },
      npu: { accelerator: 'virtual-npu' },
    };
    const parts = [convolutionSample(22), convolutionSample(23)];
    const configurations = parts.flatMap((part) => (part.kind === 'operations' ? part.configurations : []));
    const sample = { kind: 'operations' as const, configurations };
    const keys = ['external.whole', 'external.part', 'nnapi.npu'].map((box) => `npu-t1-float32-${box}-2.15`);
    const runIds = [];
    for (const scenarioKey of keys)
      runIds.push(...(await farm.submit(phone, [sample], { scenarioKey, delegates })));
    const [whole, part, npu] = await farm.ended(runIds);
    expect(whole).toMatchObject({ state: 'DONE', verdict: 'ok', inferenceCount: 3, opTimings: [] });
    expect(part).toMatchObject({
      verdict: 'fallback',
      verdictReason: 'the EXTERNAL delegate executed a part only (1 of 2 nodes in 2 parts)',
    });
    expect(npu).toMatchObject({
      verdict: 'fallback',
      verdictReason: 'the NNAPI delegate executed nothing',
    });
  });

  it("measures on an NPU with LiteRT's own tool, replayed, beside benchmark_model of one version, and refuses silent fallback", async () => {
    const { whole, part, nothing } = npuOutputs;
    const tool = toolThatReplays([
      ['*/data/whole*', whole],
      ['*/data/part*', part],
      ['*', nothing],
    ]);
    const { sha256 } = await addBinary(farm.postgres, {
      ...{ fileName: 'benchmark_litert_model', content: new TextEncoder().encode(tool), abi: 'wasm32-node' },
      ...{ kind: 'litert', runtimeVersion: 'litert-2.1' },
    });
    const names = ['whole', 'part', 'nothing'];
    const delegates = Object.fromEntries(names.map((name) => [name, { library: `/data/${name}` }]));
    const runIds = [];
    for (const name of names) {
      const scenarioKey = `npu-t1-float32-npu.${name}-litert-2.1`;
      runIds.push(...(await farm.submit(phone, [convolutionSample(26)], { scenarioKey, delegates })));
    }
    const runs = await farm.ended(runIds);
    expect(runs.map(({ verdict }) => verdict)).toEqual(['ok', 'fallback', 'fallback']);
    expect(runs[0]).toMatchObject({
      ...{ benchmarkBinarySha256: sha256, inferenceMeanUs: 20_300, inferenceCount: 3, opTimings: [] },
      commandLine: expect.arrayContaining(['--use_npu=true', '--use_cpu=false']) as string[],
    });
    expect(runs[2]?.verdictReason).toContain('does not say that the NPU took over any part');
  });

  it('has networks of a black box learned from as wholes, of one library alone', async () => {
    const scenarioKey = 'npu-t1-float32-external.whole-2.15';
    const delegates = { whole: { library: '/data/local/tmp/libwhole.so' } };
    const samples = [24, 32, 40].map((height) => convolutionSample(height));
    const runs = await farm.ended(await farm.submit(phone, samples, { scenarioKey, delegates }));
    const sha256 = sha256Hex(Buffer.from('virtual delegate\n'));
    const delegateLibrary = { path: delegates.whole.library, sha256 };
    for (const run of runs) expect(run).toMatchObject({ verdict: 'ok', conditions: { delegateLibrary } });
    const training = { database: farm.postgres, scenarioKey, seed: 1, codeVersion: 'test' };
    expect(await trainScenario(training)).toMatchObject({ trainingRows: 4, groups: [] });
    const predictor = createPredictor(await loadRelease(farm.postgres, { scenarioKey }));
    const network = 'mobilenet_wd4';
    const { totalUs, interval } = wholePrediction(
      network,
      predictor.predict(buildArchitecture(network, { precision: 'float32' })),
    );
    expect(totalUs).toBeGreaterThan(interval.lowUs);
    expect(totalUs).toBeLessThan(interval.highUs);

    const adb = await farm.adb.attach(phone);
    await adb.read('echo "virtual delegate of another release" > /data/local/tmp/libwhole.so');
    const [refused] = await farm.ended(
      await farm.submit(phone, [convolutionSample(25)], { scenarioKey, delegates }),
    );
    expect(refused).toMatchObject({
      ...{ state: 'FAILED', failureCode: 'DELEGATE_LIBRARY_UNUSABLE', attempts: 1 },
      failureMessage: expect.stringContaining(
        `4 runs of ${scenarioKey} were measured with ${sha256}`,
      ) as string,
    });
    // As two phones may measure that are first at once.
    await farm.postgres.pool.query(
      `UPDATE "Run" SET conditions = jsonb_set(conditions, '{delegateLibrary,sha256}', '"other"') WHERE id = $1`,
      [runs[0]?.id],
    );
    await expect(trainScenario(training)).rejects.toMatchObject({ code: 'TRAINING_DELEGATES_MIXED' });
  });

  it('does what docs/guides/black-box.md says', async () => {
    const guide = readFileSync(new URL('../../../docs/guides/black-box.md', import.meta.url), 'utf8');
    const [put = [], commands = []] = codeBlocks(guide, 'sh').map((block) => block.trim().split('\n'));
    const adb = await farm.adb.attach(phone);
    for (const line of put) await adb.read(/^adb shell '(.*)'$/.exec(line)?.[1] ?? 'false');
    const folder = await mkdtemp(join(tmpdir(), 'latency-farm-black-box-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'black-boxes.yaml'), codeBlocks(guide, 'yaml')[0] ?? '');
    const env = { FARM_DATABASE_URL: farm.postgres.url, FARM_QUEUE_URL: farm.postgres.queueUrl };
    const told: string[] = [];
    for (const command of commands) {
      const [npx, program, ...words] = command.split(' ');
      expect([npx, program]).toEqual(['npx', 'farm']);
      const { exitCode, stdout, stderr } = await runFarm(words, { cwd: folder, env });
      expect([command, exitCode, stderr]).toEqual([command, 0, expect.any(String)]);
      told.push(stdout);
      if (words[1] !== 'submit') continue;
      // As the process does that looks after campaigns.
      const runs = await farm.postgres.prisma.run.findMany({ where: { campaign: { name: 'black-boxes' } } });
      const runIds = runs.map(({ id }) => id);
      await farm.enqueue(phone, runIds);
      await farm.ended(runIds);
    }
    const [, , fallbacks, , predicted] = told;
    expect(fallbacks).toMatch(/npu-t1-float32-nnapi\.edge-2\.15/);
    expect(predicted).toMatch(/90 % interval: [0-9.]+ m?s to [0-9.]+ m?s/);
  });

  it('keeps the benchmark tool on the phone, and removes the files of runs', async () => {
    const folder = join(phone.root, 'data/local/tmp/farm');
    expect(await readdir(join(folder, 'bin'))).toHaveLength(3);
    await eventually(async () => expect(await readdir(join(folder, 'runs'))).toEqual([]));
  });

  it('measured the reference model once in each scenario, and remembers it', async () => {
    const events = await farm.postgres.prisma.phoneEvent.findMany({ where: { kind: 'reference measured' } });
    const scenarios = events.map(({ detail }) => (detail as { scenarioKey: string }).scenarioKey);
    expect(scenarios.sort()).toEqual([
      '1large-t1-float32-builtin-2.15',
      '1large-t1-float32-builtin-litert-2.1',
      '1large1med-t2-float32-xnnpack-2.15',
      'npu-t1-float32-external.part-2.15',
      'npu-t1-float32-external.vendor-2.15',
      'npu-t1-float32-external.whole-2.15',
      'npu-t1-float32-nnapi.edge-2.15',
      'npu-t1-float32-nnapi.npu-2.15',
      'npu-t1-float32-npu.nothing-litert-2.1',
      'npu-t1-float32-npu.part-litert-2.1',
      'npu-t1-float32-npu.whole-litert-2.1',
    ]);
  });

  it('takes no job on a drained phone until it is ready again', async () => {
    const { prisma } = farm.postgres;
    const where = { serialNumber: phone.serial };
    const { pool } = await prisma.phone.findUniqueOrThrow({ where, include: { pool: true } });
    const jobs = farm.queue.queue(runQueueName(pool.key));
    await prisma.phone.update({ where, data: { state: 'DRAINED' } });
    await eventually(async () => expect(await jobs.getWorkersCount()).toBe(0));
    const runIds = await farm.submit(phone, [convolutionSample(19)]);
    expect(await jobs.getWaitingCount()).toBe(1);
    await prisma.phone.update({ where, data: { state: 'READY' } });
    const [run] = await farm.ended(runIds);
    expect(run?.state).toBe('DONE');
    await jobs.close();
  });

  it('releases the phone and gives its settings back when it is stopped, and says so', async () => {
    const adb = await farm.adb.attach(phone);
    const settings = 'settings get global stay_on_while_plugged_in';
    expect(await adb.read(settings)).toBe('7\n');
    await worker.stop();
    expect(await adb.read(settings)).toBe(ownSetting);
    const { prisma } = farm.postgres;
    expect(await prisma.lease.findFirst({ where: { holder: { not: null } } })).toBeNull();
    expect(await prisma.phone.findFirst()).toMatchObject({ state: 'OFFLINE' });
    expect(await prisma.host.findFirst()).toMatchObject({ state: 'OFFLINE', processId: null });
  });
});
