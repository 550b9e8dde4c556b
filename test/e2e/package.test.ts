import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { packageFile } from '../../src/cli/package-files.js';

const run = promisify(execFile);

/** As much as an install may take on disk. */
const mostMegabytes = 200;

let folder: string;
let tarball: string;
let contents: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latency-farm-package-'));
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: packageFile('.'), maxBuffer: 64 * 2 ** 20 });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  tarball = join(folder, packed?.filename ?? '');
  contents = packed?.files.map(({ path }) => path) ?? [];
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const isPacked = (path: string) =>
  contents.includes(path) || contents.some((packed) => packed.startsWith(`${path}/`));

/** Bytes that a folder takes on disk, as `du` counts. */
async function bytesOnDisk(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true });
  const sizes = entries.map(async (entry) => {
    const entryPath = join(path, entry.name);
    if (entry.isDirectory()) return bytesOnDisk(entryPath);
    return entry.isFile() ? 512 * (await stat(entryPath)).blocks : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

describe('the packed tarball', () => {
  it('holds what runs and what is read, and nothing of how it was made', () => {
    expect(contents).toContain('dist/cli/main.js');
    expect(contents).toContain('dist/virtual-phone/benchmark_model');
    expect(contents.filter((path) => /\.map$|^src\/|^test\/|schema-after|tsbuildinfo/.test(path))).toEqual(
      [],
    );
  });

  it('holds every page that its pages link to', async () => {
    const pages = contents.filter((path) => path === 'README.md' || /^docs\/.*\.md$/.test(path));
    const missing: string[] = [];
    for (const page of pages) {
      const text = await readFile(packageFile(page), 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
      const targets = links.map((link) => posix.normalize(posix.join(posix.dirname(page), link)));
      missing.push(...targets.filter((target) => !isPacked(target)).map((target) => `${page}: ${target}`));
    }
    expect(missing).toEqual([]);
  });
});

describe('an install of the packed tarball', () => {
  let place: string;
  const command = (...args: string[]) =>
    run(process.execPath, [join(place, 'node_modules', '.bin', 'farm'), ...args], { cwd: place });

  beforeAll(async () => {
    place = join(folder, 'empty');
    await mkdir(place);
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', place, tarball], { cwd: place });
  }, 600_000);

  it(`takes at most ${mostMegabytes} MB`, async () => {
    expect((await bytesOnDisk(join(place, 'node_modules'))) / 2 ** 20).toBeLessThanOrEqual(mostMegabytes);
  });

  it('has the command under both of its names', async () => {
    const commands = await readdir(join(place, 'node_modules', '.bin'));
    expect(commands).toEqual(expect.arrayContaining(['farm', 'latency-farm']));
    expect((await command('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('starts a farm with a phone, whose benchmark tool it brings, and stops it', async () => {
    try {
      const { stdout } = await command('up', '--phones', '1', '--json');
      const { serials } = JSON.parse(stdout) as { serials: string[] };
      const phones = JSON.parse((await command('phones', 'ls', '--json')).stdout) as {
        serialNumber: string;
      }[];
      expect(phones.map(({ serialNumber }) => serialNumber)).toEqual(serials);
      expect(JSON.parse((await command('binaries', 'ls', '--json')).stdout)).toHaveLength(1);
    } finally {
      await command('down');
    }
  }, 300_000);
});
