import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { measuredNetworkPaths, refusedNetworkPath } from '../../src/cli/commands/demo/networks.js';
import { runFarm } from '../support/farm-command.js';

const [network = ''] = measuredNetworkPaths();

const space = `name: tiny
operations:
  - name: relu
    operator: RELU
    parameters:
      height: { integer: [1, 20] }
      channels: { integer: [1, 20] }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latency-farm-cli-'));
  await writeFile(join(folder, 'space.yaml'), space);
  const content = await readFile(network);
  await writeFile(join(folder, 'truncated.tflite'), content.subarray(0, content.length / 2));
});
afterAll(() => rm(folder, { recursive: true }));

const farmIn = (...args: string[]) =>
  runFarm(args, { cwd: folder, env: { FARM_DATA_DIR: join(folder, 'data') } });
const write = (name: string, text: string) => writeFile(join(folder, name), text);

describe('wrong usage', () => {
  it.each([
    [['campain'], "unknown command 'campain'", 'Did you mean campaign?'],
    [['campaign', 'sumbit', 'x.yaml'], "unknown command 'sumbit'", 'Did you mean submit?'],
    [['demo', '--phone', '2'], "unknown option '--phone'", 'Did you mean --phones?'],
    [['demo', '--phones', 'many'], "'many' is invalid", 'a whole number from 1 to 16'],
    [['predict', 'x.tflite'], 'name a --scenario of the farm', 'or the file of a --release'],
    [['train', '--scenario', 'fast'], "'fast' is invalid", 'such as 1large-t1-float32-builtin-2.15'],
    [['graph', 'describe'], 'missing required argument', ''],
    [['worker', 'run', '--adb', 'localhost'], "'localhost' is invalid", 'Expected host:port'],
  ])('%j is answered on stderr with exit code 2', async (args, complaint, hint) => {
    const { exitCode, stdout, stderr } = await farmIn(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(complaint);
    expect(stderr).toContain(hint);
  });

  it('without a command shows the help', async () => {
    const { exitCode, stderr } = await farmIn();
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Usage: farm');
  });

  it('is not asking for help or the version', async () => {
    expect(await farmIn('--help')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await farmIn('campaign', 'submit', '--help')).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await farmIn('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('bad input', () => {
  it('of a broken YAML file is reported with file, line and hint', async () => {
    await write('broken.yaml', 'name: tiny\noperations: [\n');
    const { exitCode, stdout, stderr } = await farmIn('space', 'sample', 'broken.yaml');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .*broken\.yaml:\d+:\d+: /);
    expect(stderr).toContain('\n  hint: ');
    expect(stderr).toContain('\n  code: INVALID_FILE\n');
  });

  it('of a schedule that leaves the minute to chance is reported with file, line and field', async () => {
    await write('night.yaml', "timezone: UTC\ncron: 'H 2 * * *'\nscenarios: [{ scenario: '*' }]\n");
    const { exitCode, stdout, stderr } = await farmIn('nightly', 'now', '--config', 'night.yaml');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .*night\.yaml:2:7: cron: expected a cron expression of five fields/);
  });

  it('of an operation that does not exist is reported with file, line and field', async () => {
    await write('unknown.yaml', space.replace('operator: RELU', 'operator: RELUU'));
    const { exitCode, stderr } = await farmIn('space', 'sample', 'unknown.yaml');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('unknown.yaml:4:15: operations[0].operator: "RELUU" is not an operator');
  });

  it('of a truncated .tflite file is reported with its name', async () => {
    const { exitCode, stdout, stderr } = await farmIn('graph', 'describe', 'truncated.tflite');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('truncated.tflite: not a readable .tflite model');
    expect(stderr).toContain('code: MALFORMED_MODEL');
  });

  it('of a file that is not there is reported with its name', async () => {
    for (const args of [
      ['graph', 'describe', 'absent.tflite'],
      ['space', 'sample', 'absent.yaml'],
      ['campaign', 'submit', 'absent.yaml'],
    ]) {
      const { exitCode, stderr } = await farmIn(...args);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(args[2]);
      expect(stderr).toContain('code: FILE_UNREADABLE');
    }
  });

  it('of more samples than a space has is refused', async () => {
    const { exitCode, stderr } = await farmIn('space', 'sample', 'space.yaml', '--count', '401');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('code: SEARCH_SPACE_EXHAUSTED');
  });

  it('in the environment is refused by name', async () => {
    const { exitCode, stderr } = await runFarm(['campaign', 'ls'], {
      env: { FARM_DATABASE_URL: 'mysql://x' },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('FARM_DATABASE_URL');
  });

  it('is told apart from services that are not there', async () => {
    const { exitCode, stderr } = await farmIn('campaign', 'ls');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('farm up');
    expect(stderr).toContain('code: SERVICES_NOT_RUNNING');
  });

  it('does not show the password of a server that does not answer', async () => {
    const env = { FARM_DATABASE_URL: 'postgres://someone:hunter2@127.0.0.1:1/farm' };
    const { exitCode, stderr } = await runFarm(['campaign', 'ls'], { env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('code: DATABASE_UNREACHABLE');
    expect(stderr).not.toContain('hunter2');
  });
});

describe('farm graph describe', () => {
  it('lists the operations of a network', async () => {
    const { exitCode, stdout } = await runFarm(['graph', 'describe', network]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('face_detection_short_range: 164 operations');
    expect(stdout).toContain('CONV_2D');
  });

  it('prints one JSON document when asked', async () => {
    const { stdout, stderr } = await runFarm(['graph', 'describe', network, '--json']);
    const { name, operations } = JSON.parse(stdout) as { name: string; operations: { operator: string }[] };
    expect(name).toBe('face_detection_short_range');
    expect(operations).toHaveLength(164);
    expect(operations[2]).toMatchObject({ operator: 'CONV_2D', flops: 2 * 64 * 64 * 24 * 5 * 5 * 3 });
    expect(stderr).toBe('');
  });

  it('describes a network with operations that the runtime does not have', async () => {
    const path = refusedNetworkPath();
    const { exitCode, stdout } = await runFarm(['graph', 'describe', path]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('CUSTOM:Convolution2DTransposeBias');
  });
});

describe('farm space sample', () => {
  it('draws the same samples for the same seed', async () => {
    const sample = (seed: string) =>
      farmIn('space', 'sample', 'space.yaml', '--count', '5', '--seed', seed, '--json');
    const [once, again, other] = await Promise.all([sample('1'), sample('1'), sample('2')]);
    expect(once.exitCode).toBe(0);
    expect((JSON.parse(once.stdout) as { samples: unknown[] }).samples).toHaveLength(5);
    expect(again.stdout).toBe(once.stdout);
    expect(other.stdout).not.toBe(once.stdout);
  });

  it('prints a table of as many rows as samples', async () => {
    const { stdout } = await farmIn('space', 'sample', 'space.yaml', '--count', '5');
    expect(stdout.trimEnd().split('\n')).toHaveLength(2 + 5);
  });
});
