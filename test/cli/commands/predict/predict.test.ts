import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseCsv } from '../../../../src/exchange/files/csv.js';
import { buildArchitecture, writeTflite } from '../../../../src/graph/index.js';
import { encodeRelease } from '../../../../src/predictor/index.js';
import { exampleRelease } from '../../../predictor/support/example-release.js';
import { runFarm } from '../../../support/farm-command.js';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'latency-farm-predict-'));
  await writeFile(join(cwd, 'pixel4.lfr'), encodeRelease(exampleRelease()));
  await writeFile(
    join(cwd, 'a03s.lfr'),
    encodeRelease(exampleRelease({ deviceModel: 'SM-A037F', version: 1 })),
  );
  for (const name of ['mobilenetv2_wd4', 'squeezenet_v1_1'])
    await writeFile(join(cwd, `${name}.tflite`), writeTflite(buildArchitecture(name)));
  await writeFile(join(cwd, 'broken.tflite'), 'no model');
  await writeFile(join(cwd, 'names.txt'), 'resnet10\n\nmobilenet_wd4\n');
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const predict = (args: readonly string[], options = {}) => runFarm(['predict', ...args], { cwd, ...options });
const rowsOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('farm predict, with the files of releases', () => {
  it('tells of one network its time, interval and operations', async () => {
    const { stdout, stderr, exitCode } = await predict(['squeezenet_v1_1.tflite', '--release', 'pixel4.lfr']);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^squeezenet_v1_1 on Pixel 4, 1large-t1-float32-builtin-2\.15: [\d.]+ ms\n/);
    expect(stdout).toContain('CONV_2D');
  });

  it('takes files, patterns of files, names and lists of names, each once, in their order', async () => {
    const { stdout, exitCode } = await predict([
      ...['resnet10', '*net*.tflite', '--list', 'names.txt', '--release', 'pixel4.lfr', '--format', 'jsonl'],
    ]);
    expect(exitCode).toBe(0);
    expect(rowsOf(stdout).map(({ network }) => network)).toEqual([
      ...['resnet10', 'mobilenetv2_wd4', 'squeezenet_v1_1', 'mobilenet_wd4'],
    ]);
  });

  it('reads a list from standard input', async () => {
    const { stdout } = await predict(['--list', '-', '--release', 'pixel4.lfr', '--format', 'jsonl'], {
      stdin: 'resnet10\nmobilenet_wd4',
    });
    expect(rowsOf(stdout).map(({ network }) => network)).toEqual(['resnet10', 'mobilenet_wd4']);
  });

  it('predicts every network with every release', async () => {
    const { stdout } = await predict([
      ...['resnet10', 'mobilenet_wd4', '--release', 'pixel4.lfr', '--release', 'a03s.lfr'],
      ...['--format', 'csv'],
    ]);
    const table = parseCsv(stdout, 'stdout');
    expect(table.columns.slice(0, 5)).toEqual(['network', 'device', 'scenario', 'release', 'latencyUs']);
    expect(table.rows.map(({ cells }) => cells.slice(0, 2))).toEqual([
      ['resnet10', 'Pixel 4'],
      ['resnet10', 'SM-A037F'],
      ['mobilenet_wd4', 'Pixel 4'],
      ['mobilenet_wd4', 'SM-A037F'],
    ]);
  });

  it('samples a space of architectures: the same seed gives the same networks', async () => {
    const args = ['--space', 'nas-bench-201', '--count', '200', '--seed', '7', '--release', 'pixel4.lfr'];
    const first = await predict([...args, '--format', 'jsonl']);
    expect(new Set(rowsOf(first.stdout).map(({ network }) => network)).size).toBe(200);
    expect(rowsOf(first.stdout).every(({ latencyUs }) => Number(latencyUs) > 0)).toBe(true);
    expect((await predict([...args, '--format', 'jsonl'])).stdout).toBe(first.stdout);
  });

  it('writes Parquet that reads back as the same rows', async () => {
    const args = ['resnet10', 'mobilenet_wd4', '--release', 'pixel4.lfr'];
    const { exitCode } = await predict([...args, '--format', 'parquet', '--out', 'rows.parquet']);
    expect(exitCode).toBe(0);
    const bytes = await readFile(join(cwd, 'rows.parquet'));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { stdout } = await predict([...args, '--format', 'jsonl']);
    expect(await parquetReadObjects({ file })).toEqual(rowsOf(stdout));
  });

  it('goes on when one network is wrong, says in its row why, and ends with 3', async () => {
    const { stdout, exitCode } = await predict([
      ...['broken.tflite', 'no-such-network', 'resnet10', '--release', 'pixel4.lfr', '--format', 'jsonl'],
    ]);
    expect(exitCode).toBe(3);
    const rows = rowsOf(stdout);
    expect(rows.map(({ errorCode }) => errorCode)).toEqual(['MALFORMED_MODEL', 'UNKNOWN_ARCHITECTURE', null]);
    expect(rows[0]).toMatchObject({ network: 'broken.tflite', latencyUs: null });
    expect(rows[2]).toMatchObject({ network: 'resnet10', error: null });
  });

  it.each<[string, readonly string[], RegExp]>([
    ['a pattern that nothing matches', ['*.onnx', '--release', 'pixel4.lfr'], /NO_NETWORKS/],
    ['no network', ['--release', 'pixel4.lfr'], /NO_NETWORKS/],
    ['neither a scenario nor a release', ['resnet10'], /--scenario/],
    [
      'Parquet without a file to write',
      ['resnet10', '--release', 'pixel4.lfr', '--format', 'parquet'],
      /--out/,
    ],
    ['the file of a release that is none', ['resnet10', '--release', 'names.txt'], /PREDICTOR_FILE_INVALID/],
    ['a single network that is wrong', ['broken.tflite', '--release', 'pixel4.lfr'], /MALFORMED_MODEL/],
  ])('refuses %s with exit code 2', async (_what, args, message) => {
    const { stderr, exitCode } = await predict(args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});
