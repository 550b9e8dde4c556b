import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { sha256Hex } from '../../../src/graph/index.js';
import type { WorkerHandle } from '../../../src/worker/index.js';
import { eventually } from '../../support/eventually.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

describeWith('adb', 'a worker with one phone', () => {
  let farm: WorkerFarm;
  let phone: TestPhone;
  let worker: WorkerHandle;

  beforeAll(async () => {
    farm = await startWorkerFarm();
    phone = await farm.startPhone();
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
        clockSource: 'cpu-time',
      });
      expect(run.opTimings).toMatchObject([{ operationIndex: 0, operator: 'CONV_2D', count: 3 }]);
      expect(run.opTimings[0]?.meanUs).toBeGreaterThan(0);
      expect(run.commandLine.slice(0, 2)).toEqual(['taskset', '80']);
      expect(gunzipSync(run.output?.stdoutGzip ?? '').toString()).toContain('Inference timings in us');
      expect(run.conditions).toMatchObject({ before: { battery: {} }, after: { clocks: [{}, {}, {}] } });
      expect(run.phoneBusyMs).toBeGreaterThanOrEqual(run.toolMs ?? Number.POSITIVE_INFINITY);
    }
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

  it('keeps the benchmark tool on the phone, and removes the files of runs', async () => {
    const folder = join(phone.root, 'data/local/tmp/farm');
    expect(await readdir(join(folder, 'bin'))).toHaveLength(1);
    await eventually(async () => expect(await readdir(join(folder, 'runs'))).toEqual([]));
  });

  it('lets a drained phone finish and then rest, until it is ready again', async () => {
    const { prisma } = farm.postgres;
    const where = { serialNumber: phone.serial };
    await prisma.phone.update({ where, data: { state: 'DRAINED' } });
    const lease = { phone: where };
    await eventually(async () => {
      expect(await prisma.phone.findFirst({ where: { ...where, state: 'DRAINED' } })).not.toBeNull();
      expect(await prisma.lease.findFirst({ where: { ...lease, holder: { not: null } } })).toBeNull();
    });
    // The watch of 200 ms must have seen the drain before the job comes.
    await farm.adb.server.version();
    await prisma.phone.update({ where, data: { state: 'READY' } });
    const [run] = await farm.ended(await farm.submit(phone, [convolutionSample(19)]));
    expect(run?.state).toBe('DONE');
  });

  it('releases the phone when it is stopped, and says so', async () => {
    await worker.stop();
    const { prisma } = farm.postgres;
    expect(await prisma.lease.findFirst({ where: { holder: { not: null } } })).toBeNull();
    expect(await prisma.phone.findFirst()).toMatchObject({ state: 'OFFLINE' });
    expect(await prisma.host.findFirst()).toMatchObject({ state: 'OFFLINE', processId: null });
  });
});
