import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  architectureNames,
  buildArchitecture,
  describeGraph,
  readTflite,
} from '../../../../src/graph/index.js';
import { runFarm } from '../../../support/farm-command.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farm-graph-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const farmGraph = (...args: readonly string[]) => runFarm(['graph', ...args], { cwd: folder });

describe('farm graph ls', () => {
  it('lists every architecture with its family and costs', async () => {
    const { exitCode, stdout } = await farmGraph('ls', '--json');
    const rows = JSON.parse(stdout) as { name: string; flops: number }[];
    expect(exitCode).toBe(0);
    expect(rows.map(({ name }) => name)).toEqual(architectureNames());
    expect(rows.find(({ name }) => name === 'resnet18')?.flops).toBe(
      describeGraph(buildArchitecture('resnet18')).flops,
    );
  });

  it('lists one family on demand', async () => {
    const { stdout } = await farmGraph('ls', '--family', 'squeezenet');
    expect(stdout).toMatch(/squeezeresnet_v1_1/);
    expect(stdout).not.toMatch(/resnet18/);
  });
});

describe('farm graph build', () => {
  it.each(['float32', 'float16', 'int8'])(
    'writes a %s file that says what the architecture does',
    async (precision) => {
      const file = `${precision}.tflite`;
      const { exitCode, stdout } = await farmGraph(
        'build',
        'mobilenet_wd4',
        '--precision',
        precision,
        '--out',
        file,
        '--json',
      );
      expect(exitCode).toBe(0);
      const content = await readFile(join(folder, file));
      expect(JSON.parse(stdout)).toMatchObject({ name: 'mobilenet_wd4', precision, bytes: content.length });
      const options = { precision } as { precision: 'float32' };
      const [graph] = readTflite(content).graphs;
      expect(describeGraph(graph).flops).toBe(
        describeGraph(buildArchitecture('mobilenet_wd4', options)).flops,
      );
    },
  );

  it('builds a sampled architecture from its name', async () => {
    const { exitCode } = await farmGraph('build', 'nas-bench-201~302133', '--out', 'sampled.tflite');
    expect(exitCode).toBe(0);
  });

  it.each([
    [['build', 'resnet19', '--out', 'x.tflite'], /no architecture named resnet19/],
    [['build', 'nas-bench-201~9', '--out', 'x.tflite'], /the digit 9 for edge0to1/],
    [['build', 'resnet18', '--out', 'nowhere/x.tflite'], /nowhere\/x\.tflite/],
    [['build', 'resnet18', '--precision', 'int4', '--out', 'x.tflite'], /int4/],
    [['build', 'resnet18'], /--out/],
  ])('refuses %j as wrong input, and leaves nothing behind', async (args, complaint) => {
    const before = await readdir(folder);
    const { exitCode, stdout, stderr } = await farmGraph(...args);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(complaint);
    expect(await readdir(folder)).toEqual(before);
  });
});

describe('farm graph describe', () => {
  it('describes an architecture by name', async () => {
    const { stdout } = await farmGraph('describe', 'squeezenet_v1_1', '--json');
    const description: unknown = JSON.parse(stdout);
    expect(description).toEqual(
      JSON.parse(JSON.stringify(describeGraph(buildArchitecture('squeezenet_v1_1')))),
    );
  });

  it('describes it in another precision', async () => {
    const { stdout } = await farmGraph('describe', 'squeezenet_v1_1', '--precision', 'int8', '--json');
    const { weightBytes } = JSON.parse(stdout) as { weightBytes: number };
    expect(weightBytes).toBe(
      describeGraph(buildArchitecture('squeezenet_v1_1', { precision: 'int8' })).weightBytes,
    );
  });

  it('says of what is neither a name nor a file that it is neither', async () => {
    const { exitCode, stderr } = await farmGraph('describe', 'resnt18');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/neither an architecture nor a file named resnt18/);
  });
});
