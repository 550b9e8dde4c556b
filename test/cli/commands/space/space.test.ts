import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture, describeGraph } from '../../../../src/graph/index.js';
import { runFarm } from '../../../support/farm-command.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farm-space-'));
  await writeFile(join(folder, 'cells.yaml'), 'name: cells\narchitectures: nas-bench-201\n');
  await writeFile(
    join(folder, 'wrong.yaml'),
    'name: wrong\narchitectures: fbnet\nonly: { block: [k9_e9] }\n',
  );
  const relu = '{ name: relu, operator: RELU, parameters: { height: { integer: [4, 7] }, channels: 8 } }';
  await writeFile(join(folder, 'operations.yaml'), `name: operations\noperations: [${relu}]\n`);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const farmSpace = (...args: readonly string[]) => runFarm(['space', ...args], { cwd: folder });

describe('farm space sample', () => {
  it('draws architectures with their costs, whose names build them', async () => {
    const { exitCode, stdout } = await farmSpace(
      'sample',
      'cells.yaml',
      '--count',
      '3',
      '--seed',
      '5',
      '--json',
    );
    const { space, samples } = JSON.parse(stdout) as {
      space: string;
      samples: { name: string; flops: number }[];
    };
    expect([exitCode, space, samples.length]).toEqual([0, 'cells', 3]);
    for (const { name, flops } of samples) expect(describeGraph(buildArchitecture(name)).flops).toBe(flops);
  });

  it('refuses a file with an option that its space has not, with line and field', async () => {
    const { exitCode, stdout, stderr } = await farmSpace('sample', 'wrong.yaml');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/wrong\.yaml:3:\d+.*only\.block/s);
  });
});

describe('farm space describe', () => {
  it('says how large a space of architectures is', async () => {
    const { stdout } = await farmSpace('describe', 'cells.yaml', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ name: 'cells', size: '15625' });
  });

  it('describes a space of operations', async () => {
    const { exitCode, stdout } = await farmSpace('describe', 'operations.yaml');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/operations: 4 samples/);
  });

  it('draws the shares of values on demand', async () => {
    const { exitCode } = await farmSpace('describe', 'cells.yaml', '--svg', 'cells.svg');
    expect(exitCode).toBe(0);
    const image = await readFile(join(folder, 'cells.svg'), 'utf8');
    expect(image).toMatch(/^<svg [^]*edge0to1[^]*nor_conv_3x3[^]*20 %[^]*<\/svg>\n$/);
  });

  it('refuses to draw where it cannot write, and leaves nothing behind', async () => {
    const before = await readdir(folder);
    const { exitCode, stdout, stderr } = await farmSpace(
      'describe',
      'cells.yaml',
      '--svg',
      'nowhere/cells.svg',
    );
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/FILE_NOT_WRITTEN/);
    expect(await readdir(folder)).toEqual(before);
  });
});
