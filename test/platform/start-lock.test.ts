import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../src/platform/index.js';
import { withStartLock } from '../../src/platform/services/start-lock.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farm-lock-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('withStartLock', () => {
  it('lets one caller work at a time, and leaves nothing behind', async () => {
    let working = 0;
    const work = async () => {
      working += 1;
      expect(working).toBe(1);
      await systemClock.sleep(1);
      working -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => withStartLock(directory, systemClock, work)));
    expect(await readdir(directory)).toEqual([]);
  });

  it('is released when the work fails', async () => {
    await expect(
      withStartLock(directory, systemClock, () => Promise.reject(new Error('no disk'))),
    ).rejects.toThrow('no disk');
    expect(await withStartLock(directory, systemClock, () => Promise.resolve('next'))).toBe('next');
  });

  it.each([
    ['a process that has ended', JSON.stringify({ pid: process.pid, startedAt: 'another time' })],
    ['nobody that can be read', '{'],
  ])('is taken over from %s', async (_holder, content) => {
    await writeFile(join(directory, 'postgres.lock'), content);
    expect(await withStartLock(directory, systemClock, () => Promise.resolve('done'))).toBe('done');
  });
});
