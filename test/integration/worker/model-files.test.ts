import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { sha256Hex } from '../../../src/graph/index.js';
import { hasModelFile, readModelFile, storeModelFile } from '../../../src/tables/model-file/model-files.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
});
afterAll(() => database.close());

it('a user’s file is kept as it is, and read in slices, the last of them shorter', async () => {
  const content = randomBytes(1000);
  const sha256 = sha256Hex(content);
  expect(await hasModelFile(database.pool, sha256)).toBe(false);
  await storeModelFile(database.pool, { sha256, name: 'own', content });
  await storeModelFile(database.pool, { sha256, name: 'the same again', content });
  expect(await hasModelFile(database.pool, sha256)).toBe(true);
  for (const sliceBytes of [1, 300, 999, 1000, 1001])
    expect(await readModelFile(database.pool, sha256, sliceBytes)).toEqual(content);
  expect(await readModelFile(database.pool, 'unknown')).toBeUndefined();
});

it('a part of a larger buffer is kept as that part', async () => {
  const content = randomBytes(64).subarray(16, 48);
  const sha256 = sha256Hex(content);
  await storeModelFile(database.pool, {
    sha256,
    name: 'part',
    content: new Uint8Array(content.buffer, content.byteOffset, 32),
  });
  expect(await readModelFile(database.pool, sha256)).toEqual(content);
});
