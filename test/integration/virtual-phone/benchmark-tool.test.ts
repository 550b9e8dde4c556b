import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleBenchmarkTool } from '../../../scripts/bundle-benchmark-tool.js';
import {
  type Graph,
  GraphBuilder,
  graphOfConfigurations,
  readTflite,
  writeTflite,
} from '../../../src/graph/index.js';
import {
  existing,
  references,
  table,
  writeInFront,
} from '../../../src/virtual-phone/benchmark-tool/runtime/prefix-writer.js';
import { TableReader } from '../../../src/virtual-phone/benchmark-tool/runtime/table-reader.js';
import { sharedDataPath } from '../../support/shared-data.js';

const packages = new URL('../../../node_modules/@mediapipe/', import.meta.url);
const faceModel = fileURLToPath(new URL('face_detection/face_detection_short_range.tflite', packages));
const customOperationModel = fileURLToPath(
  new URL('selfie_segmentation/selfie_segmentation.tflite', packages),
);
const genuineOutputs = sharedDataPath('benchmark-output');

const exactlyTenRuns = [
  '--num_runs=10',
  '--min_secs=0',
  '--warmup_runs=1',
  '--warmup_min_secs=0',
  '--num_threads=1',
];

let directory: string;
let tool: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'benchmark-tool-'));
  tool = join(directory, 'benchmark_model');
  await bundleBenchmarkTool(tool);
});
afterAll(() => rmSync(directory, { recursive: true }));

interface Output {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Output {
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

function runGraph(graph: Graph, ...args: string[]): Output {
  const file = join(directory, `${graph.name}.tflite`);
  writeFileSync(file, writeTflite(graph));
  return run(`--graph=${file}`, '--num_runs=5', '--min_secs=0', '--warmup_min_secs=0', ...args);
}

/** XNNPACK has no GELU: what is before it and what is behind it are partitions of their own. */
function twoPartitions(): Graph {
  const builder = new GraphBuilder('parts');
  const convolution = { filters: 8, kernel: 3 };
  const before = builder.conv2d(builder.input([1, 8, 8, 8]), convolution);
  return builder.finish(builder.conv2d(builder.activation(before, 'GELU'), convolution));
}

function onePad(): Graph {
  const shape = { shape: [1, 16, 16, 8], type: 'float32', constant: false } as const;
  const paddings = {
    shape: [4, 2],
    type: 'int32',
    constant: true,
    values: [0, 0, 1, 1, 1, 1, 0, 0],
  } as const;
  return graphOfConfigurations([{ operator: 'PAD', attributes: {}, inputs: [shape, paddings] }]);
}

function oneActivation(): Graph {
  const builder = new GraphBuilder('tiny');
  return builder.finish(builder.activation(builder.input([1, 2, 2, 4]), 'RELU'));
}

/** What a genuine build printed, and the arguments that it was given. */
function genuine(name: string): Output & { readonly args: string[] } {
  const part = (ending: string): string => {
    try {
      return readFileSync(join(genuineOutputs ?? '', `${name}.${ending}`), 'utf8');
    } catch {
      return '';
    }
  };
  const [commandLine = '', exit = ''] = part('meta').split('\n');
  return {
    args: commandLine.split(' ').slice(2),
    status: Number(exit.replace('exit=', '')),
    stdout: part('stdout'),
    stderr: part('stderr'),
  };
}

/**
 * Lines without their numbers, paths and paddings. Left out is what the layouts differ in: later builds have percentiles, this
 * one says which clock it reads.
 */
function shapes(text: string): string[] {
  return text
    .replace(/ p5=\d+ median=\d+ p95=\d+/g, '')
    .split('\n')
    .filter((line) => !line.startsWith('INFO: Clock source: ['))
    .map((line) => line.replace(/\/[\w./@-]+\.(tflite|csv)/g, 'FILE.$1'))
    .map((line) =>
      line
        .split('\t')
        .map((cell) => cell.trim())
        .join('\t'),
    )
    .map((line) =>
      line
        .replace(/first=.* std=\d+|curr=\d+/g, 'STATISTICS')
        .replace(/(?<![\w])\d+(?:\.\d+)?(?:e[+-]\d+)?/g, '#'),
    );
}

/** The same arguments, for the model of the same name on this machine. */
function withFiles(args: readonly string[], files: Readonly<Record<string, string>>): string[] {
  return args.map((argument) => {
    const name = /\/([\w.]+)$/.exec(argument)?.[1] ?? '';
    const file = files[name];
    return file === undefined ? argument : argument.replace(/=.*/, `=${file}`);
  });
}

describe.skipIf(genuineOutputs === undefined)(
  'the output of the tool, line by line beside that of a genuine build',
  () => {
    it.each(['fs_default', 'fs_noxnn_prof', 'err_missing', 'err_garbage', 'err_gpu', 'err_opver'])(
      '%s',
      (name) => {
        const expected = genuine(name);
        const garbage = join(directory, 'garbage.tflite');
        writeFileSync(garbage, Buffer.alloc(4096, 0x5a));
        const newerOperation = join(directory, 'x_opver99.tflite');
        writeFileSync(newerOperation, withOperatorVersion(readFileSync(faceModel), 99));
        const args = withFiles(expected.args, {
          'face_detection_short_range.tflite': faceModel,
          'garbage.tflite': garbage,
          'x_opver99.tflite': newerOperation,
        });
        const output = run(...args);
        expect(output.status).toBe(expected.status);
        expect(withoutOperation(shapes(output.stdout))).toEqual(withoutOperation(shapes(expected.stdout)));
        expect(withoutOperation(shapes(output.stderr))).toEqual(withoutOperation(shapes(expected.stderr)));
      },
    );

    it('fs_noxnn_csvfile_new, into a CSV file', () => {
      const expected = genuine('fs_noxnn_csvfile_new');
      const csv = join(directory, 'profile.csv');
      const output = run(
        ...withFiles(expected.args, {
          'face_detection_short_range.tflite': faceModel,
          'fs_noxnn_new.csv': csv,
        }),
      );
      expect(shapes(output.stdout)).toEqual(shapes(expected.stdout));
      const genuineCsv = readFileSync(join(genuineOutputs ?? '', 'fs_noxnn_new.csv'), 'utf8');
      const order = (lines: string[]): string[] => [...lines].sort();
      expect(order(shapes(readFileSync(csv, 'utf8'))).filter(isRunOrder)).toEqual(
        order(shapes(genuineCsv)).filter(isRunOrder),
      );
    });
  },
);

/** Rows that are ordered by time differ from machine to machine; so do the rows of the ten slowest. */
function isRunOrder(line: string): boolean {
  return !/^(?:\t|[A-Z_0-9]+, )/.test(line);
}

/** Which operation is too new stands in the line, and which are slowest depends on the machine. */
function withoutOperation(lines: readonly string[]): string[] {
  return lines.map((line) =>
    line.replace(/'[A-Z_0-9]+' version/, 'OP version').replace(/^\t[A-Z_0-9]+\t.*/, 'ROW'),
  );
}

/** The model with every operator declared in another version. */
function withOperatorVersion(model: Uint8Array, version: number): Uint8Array {
  const file = new TableReader(model);
  const codes = file.references(file.reference(file.root, 1)).map((code) => {
    const vtable = code - file.int32(code);
    const builtinField = new DataView(model.buffer, model.byteOffset).getUint16(vtable + 4, true);
    const builtinCode = builtinField === 0 ? 0 : (model[code + builtinField] ?? 0);
    return table(builtinCode, undefined, version, builtinCode);
  });
  const subgraphs = file.references(file.reference(file.root, 2)).map(existing);
  const buffers = file.references(file.reference(file.root, 4)).map(existing);
  return writeInFront(
    model,
    table(3, references(codes), references(subgraphs), undefined, references(buffers)),
    'TFL3',
  );
}

describe('the benchmark tool', () => {
  let withoutDelegate: Output;
  beforeAll(() => {
    const flags = ['--use_xnnpack=false', '--enable_op_profiling=true'];
    withoutDelegate = run(`--graph=${faceModel}`, ...exactlyTenRuns, ...flags);
  });

  it('shows every operation of a graph by its own kernel when it refuses the delegate', () => {
    const { stdout } = withoutDelegate;
    const { graphs } = readTflite(readFileSync(faceModel));
    const types = graphs[0].operations.map(({ operator }) => operator);
    const rows = stdout.split('Operator-wise')[1]?.split('\n\n')[0]?.split('\n').slice(3) ?? [];
    expect(rows.map((row) => row.split('\t')[1]?.trim())).toEqual(types);
    expect(rows.map((row) => Number(row.split(':').at(-1)))).toEqual(types.map((_, index) => index));
  });

  it('shows what XNNPACK did inside its delegate', () => {
    const { stdout, stderr } = run(
      `--graph=${faceModel}`,
      ...exactlyTenRuns,
      '--use_xnnpack=true',
      '--enable_op_profiling=true',
    );
    expect(stderr).toBe('INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n');
    expect(stdout).toContain(
      'INFO: Explicitly applied XNNPACK delegate, and the model graph will be completely executed by the delegate.\n',
    );
    const [graph = '', inside = ''] = stdout.split('Delegate internal: \n');
    expect(graph).toMatch(/\t +TfLiteXNNPackDelegate\t.*\[classificators, regressors\]:164\n/);
    expect(inside).toMatch(/\t +DelegateOpInvoke\t.*\tDelegate\/Convolution \(NHWC, F32\) IGEMM:0\n/);
    expect(inside).toContain('73 nodes observed\n');
  });

  it('says of a graph that the delegate takes in parts how many they are', () => {
    const { stdout } = runGraph(twoPartitions(), '--use_xnnpack=true', '--enable_op_profiling=true');
    expect(stdout).toContain('partially executed by the delegate w/ 2 delegate kernels.');
    expect(stdout.match(/^\t +TfLiteXNNPackDelegate\t.*\t\[/gm)).toHaveLength(4);
    expect(stdout).toMatch(/^\t +DelegateOpInvoke\t.*\t +2\tDelegate\/.*:0$/m);
  });

  it('adds up to the time of the whole inference', () => {
    const { stdout } = withoutDelegate;
    const inference = Number(/Inference \(avg\): ([\d.e+]+)/.exec(stdout)?.[1]);
    const nodes = Number(/Operator-wise[\s\S]*Timings \(microseconds\):.* avg=([\d.e+]+)/.exec(stdout)?.[1]);
    expect(nodes).toBeLessThanOrEqual(inference * 1.001);
    expect(nodes).toBeGreaterThan(0.9 * inference);
  });

  it('runs as slowly as the phone says that its cores are', () => {
    const clockFile = join(directory, 'clock');
    writeFileSync(clockFile, '0 1000\n1 1000\n');
    const args = [`--graph=${faceModel}`, '--num_runs=3', '--min_secs=0', '--warmup_min_secs=0'];
    const output = execFileSync(tool, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'], VIRTUAL_PHONE_CLOCK_FILE: clockFile, VIRTUAL_PHONE_CPU_LIST: '1' },
    });
    expect(Number(/First inference: (\d+)/.exec(output)?.[1])).toBeGreaterThan(1_000_000);
  });

  it.each(['false', 'true'])(
    'measures a single PAD with XNNPACK %s, of which the runtime first has nothing to say',
    (xnnpack) => {
      const { stdout, status } = runGraph(onePad(), `--use_xnnpack=${xnnpack}`, '--enable_op_profiling=true');
      expect(status).toBe(0);
      const rows = (stdout.split('Operator-wise')[1] ?? '').match(
        /^\t +(?:PAD|DelegateOpInvoke)\t.*\t +1\t.*:0$/gm,
      );
      // Once in the order of execution, once among the longest.
      expect(rows).toHaveLength(2);
    },
  );

  it('goes on measuring when the profile of the runtime is full', () => {
    const { stdout, stderr, status } = runGraph(oneActivation(), '--num_runs=20000', '--use_xnnpack=false');
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain('count=20000 ');
  });

  it('does not run a graph with an operation of somebody else', () => {
    const { status, stdout, stderr } = run(`--graph=${customOperationModel}`);
    expect(status).toBe(1);
    expect(stdout).toMatch(/INFO: Loaded model .*\n$/);
    expect(
      stderr.match(/ERROR: Encountered unresolved custom op: Convolution2DTransposeBias\./g),
    ).toHaveLength(1);
    expect(stderr).toMatch(/ERROR: Failed to allocate tensors!\nERROR: Benchmarking failed\.\n$/);
  });

  it('refuses a value that does not fit its flag, with its usage', () => {
    const { status, stderr } = run('--num_runs=abc');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^ERROR: Failed to parse flag 'num_runs' against argv '--num_runs=abc'\nusage: /);
    expect(stderr).toMatch(/ERROR: Benchmarking failed\.\n$/);
  });

  it('asks for a graph', () => {
    expect(run().stderr).toBe(
      'ERROR: Please specify the name of your TF Lite input file with --graph\nERROR: Benchmarking failed.\n',
    );
  });

  it('writes a profile to stdout when its file cannot be opened', () => {
    const { status, stdout } = run(
      `--graph=${faceModel}`,
      '--num_runs=1',
      '--min_secs=0',
      '--enable_op_profiling=true',
      `--profiling_output_csv_file=${join(directory, 'no', 'such', 'directory.csv')}`,
    );
    expect(status).toBe(0);
    expect(stdout).toContain('node type, first, avg_ms, %, cdf%, mem KB, times called, name\n');
  });

  it('runs below any package.json', () => {
    const inPackage = join(directory, 'package');
    mkdirSync(inPackage);
    writeFileSync(join(inPackage, 'package.json'), '{"type":"module"}');
    copyFileSync(tool, join(inPackage, 'benchmark_model'));
    const { stdout } = spawnSync(join(inPackage, 'benchmark_model'), [], { encoding: 'utf8' });
    expect(stdout).toContain('INFO: STARTING!\n');
  });

  it('is the same file, byte for byte, when it is built again', async () => {
    const again = join(directory, 'again');
    await bundleBenchmarkTool(again);
    const hash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(hash(again)).toBe(hash(tool));
  });
});
