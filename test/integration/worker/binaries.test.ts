import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addBinary, listBinaries, removeBinary } from '../../../src/worker/index.js';
import type { NewBinary } from '../../../src/worker/index.js';
import { phoneHistory } from '../../../src/worker/phones/phone-history.js';
import { BenchmarkBinaries } from '../../../src/worker/runs/staging/benchmark-binaries.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';
import { convolutionSample, storeCampaign, storePhone } from '../../support/worker-records.js';

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
});
afterAll(() => database.close());

/** A file that says it is a native program for 64-bit ARM. */
function armProgram(text = ''): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(96);
  new TextEncoder().encodeInto(text, bytes.subarray(64));
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
  bytes.set([3, 0, 183, 0], 16);
  return bytes;
}

const tool: NewBinary = {
  fileName: 'benchmark_model',
  content: armProgram(),
  abi: 'arm64-v8a',
  runtimeVersion: '2.15',
};

/** A run on a phone of 64-bit ARM, in a campaign that runs. */
async function runOf(
  { prisma }: TestPostgres,
  data: { readonly state: 'PENDING' | 'DONE'; readonly benchmarkBinarySha256?: string },
  scenarioKey = '1large-t1-float32-builtin-2.15',
): Promise<{ phoneId: string }> {
  const { phoneId, poolKey } = await storePhone(database);
  await prisma.phone.update({ where: { id: phoneId }, data: { abis: ['arm64-v8a'] } });
  const { runIds } = await storeCampaign(database, poolKey, [convolutionSample()], { scenarioKey });
  await prisma.run.updateMany({
    where: { id: { in: [...runIds] } },
    data: { ...data, phoneId, finishedAt: data.state === 'DONE' ? new Date() : null },
  });
  return { phoneId };
}

describe('the benchmark tools of a farm', () => {
  it.each([
    ['the wrong ABI', { ...tool, abi: 'armeabi-v7a' }, /for arm64-v8a, not for armeabi-v7a/],
    ['another hash than was expected', { ...tool, sha256: '0'.repeat(64) }, /SHA-256/],
    [
      'something that is no program',
      { ...tool, content: new TextEncoder().encode('<html>') },
      /neither an ELF/,
    ],
    [
      'a runtime version that no scenario can name',
      { ...tool, runtimeVersion: 'latest!' },
      /runtime version/,
    ],
    [
      "LiteRT's other tool under the name of TFLite's",
      { ...tool, content: new TextEncoder().encode('#!/bin/sh\n# benchmark_litert_model\n') },
      /add it as of kind litert/,
    ],
    [
      "TFLite's tool under the name of LiteRT's other",
      { ...tool, kind: 'litert' as const },
      /not benchmark_litert_model.*add it as of kind tflite/,
    ],
    ['a version in another spelling', { ...tool, runtimeVersion: 'v2.20.0rc0' }, /write it as 2\.20\.0-rc0/],
    ['a version that no run could use', { ...tool, runtimeVersion: '2.3' }, /before TensorFlow 2\.4/],
  ])('refuse %s and store nothing', async (_, binary, reason) => {
    await expect(addBinary(database, binary)).rejects.toThrow(reason);
    expect(await listBinaries(database)).toEqual([]);
  });

  it('are kept once, however often they are added', async () => {
    const first = await addBinary(database, tool);
    expect(await addBinary(database, tool)).toEqual(first);
    expect(await listBinaries(database)).toEqual([first]);
  });

  it.each(['2.20-rc0', '2.19-dev', 'litert-2.1'])(
    'are corrected to %s by adding them again',
    async (version) => {
      const [before] = await listBinaries(database);
      const added = await addBinary(database, { ...tool, runtimeVersion: version });
      expect(added).toEqual({ ...before, runtimeVersion: version, correctedFrom: before?.runtimeVersion });
      expect((await listBinaries(database)).map(({ runtimeVersion }) => runtimeVersion)).toEqual([version]);
    },
  );

  it('are of two kinds, of which each scenario has its own, and none stands in for the other', async () => {
    const { sha256 } = await addBinary(database, { ...tool, runtimeVersion: 'litert-2.1' });
    const other: NewBinary = {
      ...{ ...tool, content: armProgram('benchmark_litert_model') },
      ...{ kind: 'litert', runtimeVersion: 'litert-2.1' },
    };
    const binaries = new BenchmarkBinaries(database.pool);
    const found = (delegate: 'builtin' | 'npu') =>
      binaries.find(['arm64-v8a'], { delegate, runtimeVersion: 'litert-2.1' });
    await expect(found('npu')).rejects.toThrow('no benchmark_litert_model of litert-2.1');
    const litert = await addBinary(database, other);
    expect(await found('builtin')).toMatchObject({ sha256 });
    expect(await found('npu')).toMatchObject({ sha256: litert.sha256 });
    const { phoneId } = await runOf(database, { state: 'PENDING' }, 'npu-t1-int8-npu.vendor-litert-2.1');
    const history = await phoneHistory(database, { id: phoneId, abis: ['arm64-v8a'] }, 1);
    expect(history.runtimeVersions).toEqual(['litert-2.1', 'litert-2.1 (benchmark_litert_model)']);
    expect(await binaries.provenFirst(phoneId, ['arm64-v8a'])).toMatchObject([{ sha256 }]);
    const needed = { code: 'BENCHMARK_BINARY_NEEDED' };
    const corrected = { ...other, runtimeVersion: 'litert-2.2' };
    await expect(addBinary(database, corrected)).rejects.toMatchObject(needed);
    await expect(removeBinary(database, litert.sha256)).rejects.toMatchObject(needed);
    await removeBinary(database, sha256);
    await database.prisma.run.deleteMany();
    expect(await addBinary(database, corrected)).toMatchObject({
      ...{ kind: 'litert', correctedFrom: 'litert-2.1 (benchmark_litert_model)' },
    });
    await removeBinary(database, litert.sha256);
    await addBinary(database, tool);
  });

  it('are removed by the beginning of their SHA-256, and can be added again', async () => {
    const { sha256 } = await addBinary(database, tool);
    await expect(removeBinary(database, 'ffff')).rejects.toMatchObject({ code: 'BENCHMARK_BINARY_UNKNOWN' });
    await expect(removeBinary(database, sha256.slice(0, 3))).rejects.toThrow(/4 digits/);
    expect(await removeBinary(database, sha256.slice(0, 8))).toMatchObject({ sha256, runs: 0 });
    expect(await listBinaries(database)).toEqual([]);
    await addBinary(database, tool);
    expect(await listBinaries(database)).toHaveLength(1);
  });

  it('stay as what they were for runs that they measured, when they are removed', async () => {
    const { sha256 } = await addBinary(database, tool);
    const { phoneId } = await runOf(database, { benchmarkBinarySha256: sha256, state: 'DONE' });
    const older = await addBinary(database, {
      ...tool,
      content: armProgram('1'),
      runtimeVersion: '2.20-rc0',
    });
    const binaries = new BenchmarkBinaries(database.pool);
    expect(await binaries.provenFirst(phoneId, ['arm64-v8a'])).toMatchObject([
      { sha256, runtimeVersion: '2.15' },
      { runtimeVersion: '2.20-rc0' },
    ]);
    expect(await removeBinary(database, sha256)).toMatchObject({ runs: 1 });
    await expect(
      binaries.find(['arm64-v8a'], { delegate: 'builtin', runtimeVersion: '2.15' }),
    ).rejects.toMatchObject({
      code: 'BENCHMARK_BINARY_MISSING',
    });
    expect(await binaries.provenFirst(phoneId, ['arm64-v8a'])).toMatchObject([{ sha256: older.sha256 }]);
    const { rows } = await database.pool.query(
      `SELECT b."runtimeVersion", length(b.content) AS bytes FROM "Run" r JOIN "BenchmarkBinary" b ON b.sha256 = r."benchmarkBinarySha256"`,
    );
    expect(rows).toEqual([{ runtimeVersion: '2.15', bytes: 0 }]);
  });

  it('are neither removed nor corrected while open runs need them', async () => {
    const { sha256 } = await addBinary(database, tool);
    await runOf(database, { state: 'PENDING' });
    const needed = { code: 'BENCHMARK_BINARY_NEEDED' };
    await expect(removeBinary(database, sha256)).rejects.toMatchObject(needed);
    await expect(addBinary(database, { ...tool, runtimeVersion: '2.14' })).rejects.toMatchObject(needed);
    await addBinary(database, { ...tool, content: armProgram('2') });
    expect(await removeBinary(database, sha256)).toMatchObject({ sha256 });
  });
});
