import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  describeArchitectureSpace,
  describeOperationSpace,
  parseArchitectureSpace,
} from '../../../src/orchestrator/index.js';
import { histogram } from '../../../src/orchestrator/space-description/histogram.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farm-space-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const operations = `
name: two-operations
operations:
  - name: conv
    operator: CONV_2D
    share: 3
    parameters:
      height: { integer: [8, 15] }
      channels: { logInteger: [8, 64], step: 8 }
      filters: 16
    joint:
      - { parameters: [kernel, stride], choices: [[1, 1], [3, 2]] }
  - name: relu
    operator: RELU
    parameters:
      height: { choice: [7, 14] }
      channels: 32
`;

describe('the description of a space of operations', () => {
  it('counts the combinations of all that is drawn', async () => {
    await writeFile(join(folder, 'space.yaml'), operations);
    const { name, size } = await describeOperationSpace(join(folder, 'space.yaml'));
    expect(name).toBe('two-operations');
    expect(size).toBe(8n * 8n * 2n + 2n);
  });

  it('says how often operations and values of their features are drawn', async () => {
    await writeFile(join(folder, 'space.yaml'), operations);
    const { marginals } = await describeOperationSpace(join(folder, 'space.yaml'));
    const shares = Object.fromEntries(marginals.map(({ name, probabilities }) => [name, probabilities]));
    expect(shares['operation']).toEqual([
      { value: 'conv', probability: 0.75 },
      { value: 'relu', probability: 0.25 },
    ]);
    const kernels = shares['conv.kernelHeight'] ?? [];
    expect(kernels.map(({ value }) => value)).toEqual([1, 3]);
    expect(kernels[0]?.probability).toBeCloseTo(0.5, 1);
    expect(shares).not.toHaveProperty(['conv.outputChannels']);
  });
});

it('the description of a space of architectures is exact', () => {
  const space = parseArchitectureSpace('name: cells\narchitectures: nas-bench-201\n', 'cells.yaml');
  const { size, marginals } = describeArchitectureSpace(space);
  expect(size).toBe(15625n);
  expect(marginals[0]?.probabilities).toHaveLength(5);
});

describe('a histogram', () => {
  it('keeps few values apart', () => {
    expect(histogram([3, 1, 1, 3, 3])).toEqual([
      { value: 1, probability: 0.4 },
      { value: 3, probability: 0.6 },
    ]);
  });

  it('counts every value once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1000 }), { minLength: 1 }), (values) => {
        const total = histogram(values).reduce((sum, { probability }) => sum + probability, 0);
        expect(total).toBeCloseTo(1, 9);
      }),
    );
  });
});
