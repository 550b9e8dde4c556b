import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addBinary, listBinaries } from '../../../src/worker/index.js';
import type { NewBinary } from '../../../src/worker/index.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
});
afterAll(() => database.close());

/** A file that says it is a native program for 64-bit ARM. */
function armProgram(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(64);
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
  ])('refuse %s and store nothing', async (_, binary, reason) => {
    await expect(addBinary(database, binary)).rejects.toThrow(reason);
    expect(await listBinaries(database)).toEqual([]);
  });

  it('are kept once, however often they are added', async () => {
    const first = await addBinary(database, tool);
    expect(await addBinary(database, tool)).toEqual(first);
    expect(await listBinaries(database)).toEqual([first]);
  });

  it('are never two things at once', async () => {
    await addBinary(database, tool);
    await expect(addBinary(database, { ...tool, runtimeVersion: '2.10' })).rejects.toThrow(
      /2\.15 for arm64-v8a/,
    );
  });
});
