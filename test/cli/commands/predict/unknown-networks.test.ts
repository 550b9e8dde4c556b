import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { encodeRelease } from '../../../../src/predictor/index.js';
import { rawModel, type RawOperation } from '../../../graph/support/raw-models.js';
import { exampleRelease } from '../../../predictor/support/example-release.js';
import { runFarm } from '../../../support/farm-command.js';

type Bare = Pick<RawOperation, 'code' | 'custom'>;
const custom: Bare = { code: 32, custom: 'edgetpu-custom-op' };
const [shape, newest]: [Bare, Bare] = [{ code: 77 }, { code: 250 }];

/** A file of a chain of operations. */
function chain(...operations: readonly Bare[]): Uint8Array {
  const subgraph = {
    tensors: Array.from({ length: operations.length + 1 }, () => ({ shape: [1, 4] })),
    operations: operations.map((operation, index) => ({
      ...operation,
      inputs: [index],
      outputs: [index + 1],
    })),
    inputs: [0],
    outputs: [operations.length],
  };
  return rawModel({ subgraphs: [subgraph] });
}

const scenarios = {
  builtin: { delegate: 'builtin', precision: 'float32', runtimeVersion: '2.15' },
  xnnpack: { delegate: 'xnnpack', precision: 'float32', runtimeVersion: '2.15' },
  gpu: { delegate: 'gpu', precision: 'float16', runtimeVersion: '2.15' },
} as const;

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'latency-farm-unknown-'));
  await writeFile(join(cwd, 'custom.tflite'), chain(custom));
  await writeFile(join(cwd, 'builtins.tflite'), chain(shape, newest, shape));
  for (const [name, scenario] of Object.entries(scenarios))
    await writeFile(
      join(cwd, `${name}.lfr`),
      encodeRelease(exampleRelease({ scenario, ...(name === 'gpu' && { gpu: 'adreno640' }) })),
    );
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const predict = (...args: string[]) => runFarm(['predict', ...args], { cwd });

describe.each(Object.keys(scenarios))('a network of which nothing is known, predicted for %s,', (name) => {
  const release = ['--release', `${name}.lfr`];

  it.each([
    ['custom.tflite', [{ operator: 'CUSTOM:edgetpu-custom-op', count: 1 }]],
    [
      'builtins.tflite',
      [
        { operator: 'SHAPE', count: 2 },
        { operator: 'UNKNOWN_250', count: 1 },
      ],
    ],
  ])('has no number, but the names of what is left out: %s', async (file, unknown) => {
    const { stdout, stderr, exitCode } = await predict(file, ...release, '--json');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 3 });
    const told = JSON.parse(stdout) as Record<string, unknown>;
    expect(told).toMatchObject({ complete: false, unknown });
    expect(told).not.toHaveProperty('interval');
    expect(told).not.toHaveProperty('totalUs');
    expect(stdout).not.toMatch(/NaN|Infinity/);
  });

  it('is told in words', async () => {
    const { stdout, exitCode } = await predict('custom.tflite', ...release);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^CUSTOM:edgetpu-custom-op +1 +/m);
    expect(stdout).not.toContain('% interval');
    expect(stdout).not.toContain('µs');
  });

  it.each(['custom.tflite', 'builtins.tflite'])('is refused by --strict: %s', async (file) => {
    const { stdout, stderr, exitCode } = await predict(file, ...release, '--strict');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain('PREDICTION_INCOMPLETE');
  });
});
