import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { writeFileAtomically } from '../../src/platform/atomic-file.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farm-file-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('writeFileAtomically', () => {
  it('replaces a file, with the mode asked for', async () => {
    const path = join(directory, 'state.json');
    await writeFileAtomically(path, 'old');
    await writeFileAtomically(path, 'new', 0o600);
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing behind when it fails', async () => {
    await expect(writeFileAtomically(directory, 'a folder is in the way')).rejects.toThrow();
    await expect(writeFileAtomically(join(directory, 'missing', 'file'), '')).rejects.toThrow('ENOENT');
    expect(await readdir(directory)).toEqual([]);
  });
});
