import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
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

  it('writes what a link leads to, and leaves the link', async () => {
    await writeFile(join(directory, 'results.csv'), 'old');
    await symlink('results.csv', join(directory, 'latest.csv'));
    await writeFileAtomically(join(directory, 'latest.csv'), 'new');
    expect(await readFile(join(directory, 'results.csv'), 'utf8')).toBe('new');
    expect((await lstat(join(directory, 'latest.csv'))).isSymbolicLink()).toBe(true);
  });

  it('refuses to put a file in the place of a device, a folder, or a link to nowhere', async () => {
    await symlink('/dev/null', join(directory, 'device'));
    await symlink('nowhere', join(directory, 'dangling'));
    await expect(writeFileAtomically(join(directory, 'device'), 'x')).rejects.toThrow('not a file');
    await expect(writeFileAtomically('/dev/null', 'x')).rejects.toThrow('not a file');
    await expect(writeFileAtomically(directory, 'x')).rejects.toThrow('not a file');
    await expect(writeFileAtomically(join(directory, 'dangling'), 'x')).rejects.toThrow('ENOENT');
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
    expect((await readdir(directory)).sort()).toEqual(['dangling', 'device']);
  });
});
