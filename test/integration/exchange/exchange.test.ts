import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import { columnNames } from '../../../src/exchange/measurements/columns.js';
import { runFarm } from '../../support/farm-command.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { configurationsOf, storeMeasurements } from '../../trainer/support/measured-scenario.js';

const scenario = '1large-t1-float32-builtin-2.15';
const otherScenario = 'gpu-t1-float16-gpu-2.15';

let farm: TestPostgres;
let otherFarm: TestPostgres;
let folder: string;

beforeAll(async () => {
  [farm, otherFarm, folder] = await Promise.all([
    startTestPostgres(),
    startTestPostgres(),
    mkdtemp(join(tmpdir(), 'farm-exchange-')),
  ]);
  const configurations = configurationsOf([buildArchitecture('mobilenetv2_w1')]);
  await storeMeasurements(farm, scenario, configurations);
  await storeMeasurements(farm, otherScenario, configurations.slice(0, 5), { verdict: 'throttled' });
  await farm.pool.query(
    `UPDATE "Run" SET "startedAt" = '2026-11-23T10:00:00.123Z', "verdictReason" = E'a "reason", with\\r\\nlines',
       "inferenceStdUs" = 0.1 + 0.2, "initUs" = 5e-324, "inferenceCount" = 50`,
  );
  await farm.pool.query(`UPDATE "OpTiming" SET "stdUs" = 1e-9, kernel = 'Kern, "el"' WHERE ordinal = 0`);
});
afterAll(async () => {
  await Promise.all([farm.close(), otherFarm.close(), rm(folder, { recursive: true, force: true })]);
});

const env = ({ url, queueUrl }: TestPostgres) => ({ FARM_DATABASE_URL: url, FARM_QUEUE_URL: queueUrl });
const farmOn = (database: TestPostgres, ...args: readonly string[]) =>
  runFarm(args, { cwd: folder, env: env(database) });
const textOf = (file: string) => readFile(join(folder, file), 'utf8');

async function exported(
  database: TestPostgres,
  format: string,
  ...filter: readonly string[]
): Promise<string> {
  const file = `export.${format}`;
  const result = await farmOn(database, 'export', '--format', format, '--out', file, ...filter);
  expect(result).toMatchObject({ exitCode: 0 });
  return file;
}

async function storedRows({ pool }: TestPostgres): Promise<readonly number[]> {
  const tables = ['Campaign', 'Sample', 'Run', 'OpTiming', 'Configuration', 'Pool', 'Scenario', 'Phone'];
  const counts = tables.map(async (table) => {
    const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM "${table}"`);
    return rows[0]?.count ?? 0;
  });
  return Promise.all(counts);
}

describe('measurements', () => {
  it.each(['csv', 'jsonl'])('come back equal from another farm that took them in as %s', async (format) => {
    const original = await textOf(await exported(farm, format));
    await writeFile(join(folder, `moved.${format}`), original);
    const imported = await farmOn(otherFarm, 'import', 'measurements', `moved.${format}`, '--json');
    expect(imported).toMatchObject({ exitCode: 0 });
    expect(await textOf(await exported(otherFarm, format))).toBe(original);
    expect(original.split('\n').length).toBeGreaterThan(40);
  });

  it('are stored once, however often they are taken in', async () => {
    const file = await exported(farm, 'csv');
    const before = await storedRows(farm);
    const again = await farmOn(farm, 'import', 'measurements', file, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ storedRuns: 0, storedOperations: 0 });
    expect(await storedRows(farm)).toEqual(before);
  });

  it('of models of another precision than their scenario are refused, with the one that would fit', async () => {
    const original = await textOf(await exported(farm, 'csv', '--scenario', scenario));
    await writeFile(
      join(folder, 'wrong.csv'),
      original.replaceAll(scenario, scenario.replace('float32', 'int8')),
    );
    const before = await storedRows(otherFarm);
    const { exitCode, stderr } = await farmOn(otherFarm, 'import', 'measurements', 'wrong.csv');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/wrong\.csv:2, scenario: .*is float32 and does not fit .*; .*float32.* would/);
    expect(await storedRows(otherFarm)).toEqual(before);
  });

  it('can be trained on where they were taken in', async () => {
    const { exitCode, stdout } = await farmOn(otherFarm, 'train', '--scenario', scenario, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, state: 'promoted' });
    const again = await farmOn(otherFarm, 'train', '--scenario', scenario, '--no-promote', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ version: 2, state: 'candidate' });
  });

  it('are written as Parquet with the values that JSON lines have', async () => {
    const parquet = await readFile(join(folder, await exported(farm, 'parquet')));
    const lines = (await textOf(await exported(farm, 'jsonl'))).trimEnd().split('\n');
    const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.byteLength);
    const rows = await parquetReadObjects({ file });
    const parsed = (value: unknown) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value);
    const plain = rows.map((row) => ({
      ...Object.fromEntries(columnNames.map((name) => [name, row[name] ?? null])),
      sampleSpec: parsed(row['sampleSpec'] ?? null),
      configurationSpec: parsed(row['configurationSpec'] ?? null),
      features: parsed(row['features'] ?? null),
    }));
    expect(plain).toEqual(lines.map((line) => JSON.parse(line) as unknown));
  });

  it('are exported of one scenario or device model alone', async () => {
    const lines = (await textOf(await exported(farm, 'jsonl', '--scenario', otherScenario)))
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(5);
    expect(lines.every((line) => (JSON.parse(line) as { verdict: string }).verdict === 'throttled')).toBe(
      true,
    );
    expect(await textOf(await exported(farm, 'jsonl', '--device', 'no such phone'))).toBe('');
  });

  it.each([
    ['a time that is negative', { meanUs: -1 }, ', meanUs: -1'],
    ['a time that is no number', { meanUs: 'NaN' }, ', meanUs: "NaN"'],
    ['a field that is unknown', { surprise: 1 }, ', surprise: 1'],
    ['a field that is missing', { verdict: undefined }, ', verdict: it is missing'],
    ['a scenario that cannot be', { scenario: 'gpu' }, ', scenario: gpu is not the key'],
    [
      'a sample that was altered',
      { sampleSpec: { kind: 'operations', configurations: [] } },
      ', sampleHash:',
    ],
    [
      'an operation that was altered',
      { configurationSpec: { operator: 'X', attributes: {}, inputs: [] } },
      ', configuration:',
    ],
    ['an operation that is told by half', { firstUs: null }, ', firstUs: an operation is told without it'],
    [
      'other measurements than the stored ones',
      { verdict: 'noisy' },
      ', run: the farm has other measurements',
    ],
    ['text that no database keeps', { sample: 'a\0b' }, ', sample:'],
  ])('with %s are refused with file, line and field, and none is stored', async (_, change, message) => {
    const lines = (await textOf(await exported(farm, 'jsonl'))).trimEnd().split('\n');
    const altered = JSON.stringify({ ...(JSON.parse(lines[2] as string) as object), ...change });
    await writeFile(join(folder, 'bad.jsonl'), [...lines.slice(0, 2), altered].join('\n'));
    const before = await storedRows(farm);
    const result = await farmOn(farm, 'import', 'measurements', 'bad.jsonl');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain(`bad.jsonl:3${message}`);
    expect(await storedRows(farm)).toEqual(before);
  });

  it('of a CSV file with a column missing are refused', async () => {
    const text = await textOf(await exported(farm, 'csv'));
    await writeFile(join(folder, 'bad.csv'), text.replace('verdict,', 'judgement,'));
    const result = await farmOn(farm, 'import', 'measurements', 'bad.csv');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('bad.csv:1, verdict: the column is missing');
  });

  it('leave no file behind when they cannot be written', async () => {
    const result = await farmOn(farm, 'export', '--out', 'absent/export.csv');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('FILE_NOT_WRITTEN');
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('a predictor', () => {
  it('is exported from its release as ONNX and as the file that is stored', async () => {
    const release = ['1', '--scenario', scenario, '--device', 'Test Phone', '--group', 'CONV_2D'];
    const exportAs = (format: string) =>
      farmOn(otherFarm, 'predictors', 'export', ...release, '--format', format, '--out', format);
    expect(await exportAs('farm')).toMatchObject({ exitCode: 0 });
    expect(await exportAs('onnx')).toMatchObject({ exitCode: 0 });
    const stored = await otherFarm.prisma.predictor.findFirstOrThrow({
      where: { kernelGroup: 'CONV_2D', version: 1 },
    });
    expect((await readFile(join(folder, 'farm'))).equals(stored.artifact)).toBe(true);
    expect((await readFile(join(folder, 'onnx'))).includes('latencyUs')).toBe(true);
  });

  it('that the release has not is refused with those it has', async () => {
    const release = ['1', '--scenario', scenario, '--device', 'Test Phone', '--group', 'CONV_3D'];
    const result = await farmOn(otherFarm, 'predictors', 'export', ...release, '--out', 'none');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('PREDICTOR_NOT_FOUND');
    expect(result.stderr).toContain('CONV_2D');
  });

  it('comes from its file as a candidate, which the gate promotes', async () => {
    const on = ['--scenario', scenario, '--device', 'Test Phone'];
    const imported = await farmOn(otherFarm, 'predictors', 'import', 'farm', ...on, '--json');
    expect(imported).toMatchObject({ exitCode: 0, stderr: '' });
    const { version } = JSON.parse(imported.stdout) as { version: number };
    const promoted = await farmOn(
      otherFarm,
      'predictors',
      'promote',
      String(version),
      ...on,
      '--minimum-frozen',
      '1',
    );
    expect(promoted.exitCode).toBe(0);
    expect(promoted.stdout).toContain('intervals that hold');
    const shown = await farmOn(otherFarm, 'predictors', 'show', String(version), ...on);
    expect(shown.stdout).toMatch(/imported[^]*promoted/);
  });

  it('is refused by the gate with exit code 1 where there is too little to judge it by', async () => {
    const on = ['--scenario', scenario, '--device', 'Test Phone'];
    const refused = await farmOn(otherFarm, 'predictors', 'promote', '2', ...on, '--minimum-frozen', '10000');
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('was refused');
  });

  it('is refused from a file that is none, with the name of the file', async () => {
    await writeFile(join(folder, 'hello.lfpr'), 'hello');
    const on = ['--scenario', scenario, '--device', 'Test Phone'];
    const refused = await farmOn(otherFarm, 'predictors', 'import', 'hello.lfpr', ...on);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('PREDICTOR_FILE_INVALID');
    expect(refused.stderr).toContain('hello.lfpr');
    const missing = await farmOn(otherFarm, 'predictors', 'import', 'nowhere.lfpr', ...on);
    expect(missing.exitCode).toBe(2);
  });
});
