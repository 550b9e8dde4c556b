import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseNetworks } from '../../../src/exchange/published/networks.js';
import { parseOperations } from '../../../src/exchange/published/operations.js';
import { runFarm } from '../../support/farm-command.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { sharedDataText } from '../../support/shared-data.js';

let farm: TestPostgres;
let folder: string;

beforeAll(async () => {
  [farm, folder] = await Promise.all([startTestPostgres(), mkdtemp(join(tmpdir(), 'farm-qed-usc-'))]);
});
afterAll(async () => {
  await Promise.all([farm.close(), rm(folder, { recursive: true, force: true })]);
});

const farmCommand = (...args: readonly string[]) =>
  runFarm(args, { cwd: folder, env: { FARM_DATABASE_URL: farm.url, FARM_QUEUE_URL: farm.queueUrl } });
const textOf = (file: string) => readFile(join(folder, file), 'utf8');

const feature = (filters: number) =>
  `"{'Input_shape': '16', 'Input_channel': 8, 'Output_shape': '16', 'Stride': '1', 'Kernel': '3', 'Filter': '${filters}', 'Group': '1', 'FLOPS': '294912'}"`;
const operations = `model,operation,feature,blue|gpu|float,blue|gpu|kernel,red|gpu|float,red|gpu|kernel
one,CONV_2D,${feature(8)},10.25,convolution_2d_0_linked_:_relu_1,20,convolution_2d_0
one,CONV_2D,${feature(16)},,,30.5,convolution_2d_2
two,CONV_2D,${feature(8)},0.1,convolution_2d_0,40,convolution_2d_0
`;
const networks = `model,FLOPS,size,blue|gpu|float|mean,blue|gpu|float|std,blue|1large1med|quant|mean,blue|1large1med|quant|std
one,1000,4000,100.5,3,200,0
two,2000,8000,300,4,,
`;

async function importTexts(
  texts: { readonly ops?: string; readonly e2e?: string },
  ...more: readonly string[]
) {
  const args: string[] = [];
  for (const [name, text] of Object.entries(texts)) {
    await writeFile(join(folder, `${name}.csv`), text);
    args.push(`--${name}`, `${name}.csv`);
  }
  return farmCommand('import', 'qed-usc', ...args, '--json', ...more);
}

const withoutLines = <Row extends { readonly line: number }>(rows: readonly Row[]) =>
  rows.map((row) => ({ ...row, line: 0 }));

const byNetwork = <Row extends { readonly network: string }>(rows: readonly Row[]) =>
  rows.toSorted((a, b) => (a.network < b.network ? -1 : a.network > b.network ? 1 : 0));

/** The operations of a table, whichever order its networks and its columns have. */
const operationsIn = (text: string) =>
  byNetwork(withoutLines(parseOperations(text, 'table').rows)).map((row) => ({
    ...row,
    timings: [...row.timings].sort(([a], [b]) => (a < b ? -1 : 1)),
  }));

const networksIn = (text: string) =>
  byNetwork(withoutLines(parseNetworks(text, 'table'))).map((row) => ({
    ...row,
    latencies: row.latencies
      .map((latency) => JSON.stringify(latency, ['device', 'cores', 'precision', 'meanUs', 'stdUs']))
      .sort(),
  }));

async function expectTablesBack(ops: string, e2e: string): Promise<void> {
  expect(
    await farmCommand('export', '--format', 'qed-usc', '--ops', 'ops-back.csv', '--e2e', 'e2e-back.csv'),
  ).toMatchObject({ exitCode: 0 });
  expect(operationsIn(await textOf('ops-back.csv'))).toEqual(operationsIn(ops));
  expect(networksIn(await textOf('e2e-back.csv'))).toEqual(networksIn(e2e));
}

describe('published tables', () => {
  it.each([
    ['a time that is negative', { ops: operations.replace('10.25', '-10.25') }, 'ops.csv:2, blue|gpu|float'],
    [
      'a time that is not a number',
      { e2e: networks.replace('100.5', 'fast') },
      'e2e.csv:2, blue|gpu|float|mean',
    ],
    ['a column missing', { e2e: networks.replace('size', 'weight') }, 'e2e.csv:1, size'],
    [
      'cores that nobody has',
      { e2e: networks.replaceAll('1large1med', 'huge') },
      'e2e.csv:1, blue|huge|quant|mean',
    ],
    [
      'a precision that nobody knows',
      { e2e: networks.replaceAll('quant', 'int3') },
      'int3 is neither float nor quant',
    ],
    ['a network told twice', { e2e: networks.replace('two', 'one') }, 'e2e.csv:3, model'],
    [
      'one good table and one bad',
      { ops: operations.replace('40,', 'x,'), e2e: networks },
      'ops.csv:4, red|gpu|float',
    ],
  ])('with %s are refused with file, line and field, and nothing is stored', async (_, texts, message) => {
    const result = await importTexts(texts);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(await farm.prisma.run.count()).toBe(0);
    expect(await farm.prisma.pool.count()).toBe(0);
  });

  it('become runs of devices that no campaign waits for, one table after the other', async () => {
    expect(JSON.parse((await importTexts({ e2e: networks })).stdout)).toEqual({
      storedRuns: 3,
      storedOperations: 0,
      knownRuns: 0,
      deviceModels: ['qed-usc/blue'],
    });
    const completed = JSON.parse((await importTexts({ ops: operations })).stdout) as object;
    expect(completed).toMatchObject({ storedRuns: 4, storedOperations: 5, knownRuns: 0 });
    const phones = await farm.prisma.phone.findMany({ orderBy: { serialNumber: 'asc' } });
    expect(phones.map(({ deviceModel, state, labels }) => ({ deviceModel, state, labels }))).toEqual(
      ['blue', 'red'].map((name) => ({
        deviceModel: `qed-usc/${name}`,
        state: 'MAINTENANCE',
        labels: ['imported'],
      })),
    );
    const run = await farm.prisma.run.findFirstOrThrow({
      where: { sample: { name: 'one' }, scenario: { coreSet: 'gpu' }, pool: { deviceModel: 'qed-usc/blue' } },
      include: { opTimings: true, scenario: true },
    });
    expect(run).toMatchObject({
      state: 'DONE',
      verdict: 'ok',
      inferenceMeanUs: 100.5,
      operationSumUs: 10.25,
    });
    expect(run.scenario.key).toBe('gpu-t1-float16-gpu-2.10');
    expect(run.opTimings[0]).toMatchObject({
      operator: 'CONV_2D',
      kernel: 'convolution_2d_0_linked_:_relu_1',
    });
    expect(run.opTimings[0]?.configurationHash).not.toBeNull();
    const quantized = await farm.prisma.scenario.findFirst({ where: { precision: 'int8' } });
    expect(quantized?.key).toBe('1large1med-t2-int8-builtin-2.10');
  });

  it('are stored once, however often they are taken in, and are written again with their values', async () => {
    const again = JSON.parse((await importTexts({ ops: operations, e2e: networks })).stdout) as object;
    expect(again).toMatchObject({ storedRuns: 0, storedOperations: 0, knownRuns: 5 });
    expect(await farm.prisma.campaign.count()).toBe(1);
    await expectTablesBack(operations, networks);
  });

  it('that contradict what is stored are refused', async () => {
    const result = await importTexts({ e2e: networks.replace('100.5', '100.6') });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(
      'e2e.csv:2, blue|gpu|float|mean: this contradicts what is stored of one on blue',
    );
    const delegate = await importTexts({ e2e: networks }, '--cpu-delegate', 'xnnpack');
    expect(delegate.exitCode).toBe(2);
  });

  it('need to be named', async () => {
    const result = await farmCommand('import', 'qed-usc');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('name a table with --ops or --e2e');
  });
});

describe('tables of networks that they name by what they are', () => {
  const first = ['none', 'skip_connect', 'nor_conv_1x1', 'nor_conv_3x3', 'avg_pool_3x3'];
  const cells = first.flatMap((a) =>
    ['nor_conv_1x1', 'nor_conv_3x3'].map(
      (b, index) => [`|${a}~0|+|${b}~0|none~1|+|skip_connect~0|${a}~1|${b}~2|`, 10 + 7 * index] as const,
    ),
  );
  const table = (factor = 1) =>
    `architecture,black_box\n${cells.map(([cell, ms]) => `${cell},${ms * factor}`).join('\n')}\n`;
  const importTable = async (text: string) => {
    await writeFile(join(folder, 'cells.csv'), text);
    return farmCommand('import', 'totals', 'cells.csv', '--json');
  };

  it('are stored once, refused where they contradict what is stored, and learned from', async () => {
    const scenario = 'whole-t1-float32-builtin-other-0.0';
    expect(JSON.parse((await importTable(table())).stdout)).toMatchObject({
      ...{ storedRuns: 10, knownRuns: 0, scenario, deviceModels: ['nas-bench-201/black_box'], leftOut: [] },
    });
    expect(JSON.parse((await importTable(table())).stdout)).toMatchObject({ storedRuns: 0, knownRuns: 10 });
    const other = await importTable(table(2));
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain('cells.csv:2, black_box: this contradicts');
    expect((await importTable('model,FLOPS\n')).stderr).toContain('cells.csv:1');
    const trained = await farmCommand(
      ...['train', '--scenario', scenario, '--device', 'nas-bench-201/black_box', '--json'],
    );
    // What takes longer than a moment shows its progress.
    expect(trained.exitCode, trained.stderr).toBe(0);
  });
});

const ops = sharedDataText('phones/tflite_cnn_ops_gpu.csv');
const e2e = sharedDataText('phones/tflite_cnn_e2e.csv');

describe.skipIf(ops === undefined || e2e === undefined)('the tables of the study', () => {
  it('come back with the values they had, and predictors are learned from them', async () => {
    await farm.prisma.campaign.deleteMany();
    const told = parseOperations(ops ?? '', 'table').rows.reduce((sum, { timings }) => sum + timings.size, 0);
    const imported = await importTexts({ ops: ops ?? '', e2e: e2e ?? '' });
    expect(imported.stderr).toBe('');
    expect(JSON.parse(imported.stdout)).toMatchObject({ storedOperations: told, knownRuns: 0 });
    await expectTablesBack(ops ?? '', e2e ?? '');
    const known = await farm.prisma.opTiming.count({ where: { configurationHash: { not: null } } });
    expect(known / told).toBeGreaterThan(0.95);
    const args = ['--scenario', 'gpu-t1-float16-gpu-2.10', '--device', 'qed-usc/pixel4', '--json'];
    const trained = await farmCommand('train', ...args);
    expect(trained.exitCode).toBe(0);
    const { groups } = JSON.parse(trained.stdout) as { groups: readonly { kernelGroup: string }[] };
    expect(groups.map(({ kernelGroup }) => kernelGroup)).toContain('depthwise_convolution');
  });
});
