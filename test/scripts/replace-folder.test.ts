import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { replaceFolder } from '../../scripts/replace-folder.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'farm-replace-'));
});
afterEach(() => rm(root, { recursive: true }));

async function made(name: string): Promise<string> {
  await mkdir(join(root, name));
  await writeFile(join(root, name, 'made'), name);
  return join(root, name);
}

it('puts a folder where there is none, and in the place of one', async () => {
  const folder = join(root, 'dist');
  replaceFolder(folder, await made('first'));
  replaceFolder(folder, await made('second'));
  expect(await readdir(root)).toEqual(['dist']);
  expect(await readFile(join(folder, 'made'), 'utf8')).toBe('second');
});

it('leaves one whole folder when many processes do so at once', async () => {
  const folder = join(root, 'dist');
  const module = new URL('../../scripts/replace-folder.js', import.meta.url).href;
  const names = ['a', 'b', 'c', 'd', 'e'];
  const processes = names.map(async (name) => {
    const next = await made(name);
    const code = `import { replaceFolder } from '${module}'; replaceFolder(...${JSON.stringify([folder, next])});`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
  });
  await Promise.all(processes);
  expect(await readdir(root)).toEqual(['dist']);
  expect(names).toContain(await readFile(join(folder, 'made'), 'utf8'));
});
