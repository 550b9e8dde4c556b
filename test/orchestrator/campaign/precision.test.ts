import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  buildArchitecture,
  graphOfConfigurations,
  GraphBuilder,
  precisionOfConfigurations,
  writeTflite,
} from '../../../src/graph/index.js';
import { parseCampaign } from '../../../src/orchestrator/index.js';
import { sharedDataPath } from '../../support/shared-data.js';

const space = `name: space
operations:
  - name: conv
    operator: CONV_2D
    parameters:
      { height: { integer: [4, 40] }, channels: { integer: [1, 40] }, filters: { integer: [1, 40] }, kernel: 3 }
  - name: relu
    operator: RELU
    parameters: { height: { integer: [1, 40] }, channels: { integer: [1, 40] } }
  - name: dequantize
    operator: DEQUANTIZE
    parameters: { elements: { integer: [64, 40000] } }
`;
const scenarioIn = (precision: string) => `1large-t1-${precision}-builtin-2.15`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latency-farm-precision-'));
  await writeFile(join(folder, 'space.yaml'), space);
  await writeFile(join(folder, 'README.md'), '# No model');
  for (const precision of ['float32', 'float16', 'hybrid', 'int8'] as const) {
    const bytes = writeTflite(buildArchitecture('mobilenet_wd4', { precision }));
    await writeFile(join(folder, `${precision}.tflite`), bytes);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const parse = (scenarios: readonly string[], rest: string) =>
  parseCampaign(
    `name: c\nowner: o\nscenarios: [${scenarios.join(', ')}]\n${rest}\n`,
    join(folder, 'campaign.yaml'),
  );

const operations = 'operations: [{ searchSpace: space.yaml, samples: 30, pack: 4 }]';

describe('a search space', () => {
  it.each([
    ['float32', 'float32'],
    ['float16weights', 'float16'],
    ['hybrid', 'hybrid'],
    ['int8', 'int8'],
  ])('is built as the scenario measures: in %s', async (word, precision) => {
    const { samples } = await parse([scenarioIn(word)], operations);
    expect(samples).toHaveLength(8);
    for (const { spec } of samples) {
      if (spec.kind !== 'operations') throw new Error('other samples than operations');
      expect(precisionOfConfigurations(spec.configurations).precisions).toContain(precision);
      expect(writeTflite(graphOfConfigurations(spec.configurations)).length).toBeGreaterThan(0);
    }
  });

  it('is built for each precision that the scenarios measure, and each model measured where it belongs', async () => {
    const [float32, int8] = [scenarioIn('float32'), scenarioIn('int8')];
    const xnnpack = float32.replace('builtin', 'xnnpack');
    const unchecked = operations.replace('pack: 4', 'pack: 4, checkPacking: 0');
    const { samples } = await parse([float32, int8, xnnpack], unchecked);
    const keys = samples.map(({ scenarioKeys }) => scenarioKeys.join(' '));
    expect(keys.filter((key) => key === `${float32} ${xnnpack}`)).toHaveLength(8);
    expect(keys.filter((key) => key === int8)).toHaveLength(8);
  });

  it('is refused for a precision of which nothing can be built', async () => {
    const refusal = parse([scenarioIn('uint8')], operations);
    await expect(refusal).rejects.toThrow(/campaign\.yaml:4:.*operations\[0\]\.searchSpace: .*files only/);
    await expect(refusal).rejects.toMatchObject({ code: 'CAMPAIGN_PRECISION_MISFIT' });
  });
});

describe('an architecture', () => {
  it('follows the scenarios unless it has a precision of its own', async () => {
    const { samples } = await parse(
      [scenarioIn('int8'), scenarioIn('hybrid')],
      'architectures: [{ name: mobilenet_wd4 }]',
    );
    expect(samples.map(({ spec, scenarioKeys }) => [spec, scenarioKeys])).toEqual([
      [{ kind: 'architecture', name: 'mobilenet_wd4', precision: 'int8' }, [scenarioIn('int8')]],
      [{ kind: 'architecture', name: 'mobilenet_wd4', precision: 'hybrid' }, [scenarioIn('hybrid')]],
    ]);
  });

  it.each(['architectures: [{ name: mobilenet_wd4, precision: int8 }]'])(
    'with its own is refused where a scenario measures another: %s',
    async (text) => {
      const refusal = parse([scenarioIn('int8'), scenarioIn('float32')], text);
      await expect(refusal).rejects.toThrow(
        `mobilenet_wd4 is int8 and does not fit ${scenarioIn('float32')}; ${scenarioIn('int8')} would`,
      );
      await expect(refusal).rejects.toThrow(/campaign\.yaml:4:.*architectures\[0\]/);
    },
  );
});

describe('a file', () => {
  it.each([
    ['float32', 'float32'],
    ['float16weights', 'float16'],
    ['hybrid', 'hybrid'],
    ['int8', 'int8'],
  ])('is taken in its own precision alone: %s', async (own, stored) => {
    for (const word of ['float32', 'float16weights', 'hybrid', 'int8']) {
      const parsed = parse([scenarioIn(word)], `files: [${stored}.tflite]`);
      if (word === own) expect((await parsed).modelFiles).toHaveLength(1);
      else await expect(parsed).rejects.toThrow(`${scenarioIn(own)} would`);
    }
  });

  it('with float16 weights is the same work as without on a GPU that computes in float16', async () => {
    const campaign = await parse(['gpu-t1-float16-gpu-2.15'], 'files: [float16.tflite, float32.tflite]');
    expect(campaign.modelFiles).toHaveLength(2);
  });

  it('that is no model is refused with file, line and field', async () => {
    const refusal = parse([scenarioIn('float32')], 'files:\n  - float32.tflite\n  - README.md');
    await expect(refusal).rejects.toMatchObject({ code: 'CAMPAIGN_FILE_UNUSABLE', blame: 'config' });
    await expect(refusal).rejects.toThrow(/campaign\.yaml:6:5: files\[1\]: .*README\.md/);
  });

  it('with inputs that benchmark tools make no values for is refused', async () => {
    const builder = new GraphBuilder('half');
    const graph = builder.finish(builder.apply('DEQUANTIZE', [builder.input([8], 'float16')]));
    await writeFile(join(folder, 'half.tflite'), writeTflite(graph));
    await expect(parse([scenarioIn('float32')], 'files: [half.tflite]')).rejects.toThrow(
      /half\.tflite: its input input_0 is float16/,
    );
  });

  const int8Small = sharedDataPath('odd-inputs/int8-small.tflite');
  it.skipIf(int8Small === undefined)('int8-small.tflite does not fit a float32 scenario', async () => {
    await copyFile(int8Small ?? '', join(folder, 'int8-small.tflite'));
    const refusal = parse([scenarioIn('float32')], 'files: [int8-small.tflite]');
    await expect(refusal).rejects.toThrow(`${scenarioIn('int8')} would`);
  });
});
