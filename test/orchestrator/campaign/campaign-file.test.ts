import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture, writeTflite } from '../../../src/graph/index.js';
import { parseCampaign } from '../../../src/orchestrator/index.js';
import { mostModelFileBytes } from '../../../src/tables/model-file/model-files.js';
import { measurementOf } from '../../../src/records/measurement.js';

const space = `
name: tiny
operations:
  - name: relu
    operator: RELU
    parameters: { height: { integer: [1, 20] }, channels: { integer: [1, 20] } }
`;

const campaign = `
name: example
owner: someone
scenarios: [1large-t1-float32-builtin-2.15]
operations:
  - searchSpace: space.yaml
    samples: 10
    pack: 4
files: [model.tflite]
measurement: { runs: 5 }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latency-farm-campaign-'));
  await writeFile(join(folder, 'space.yaml'), space);
  await writeFile(join(folder, 'cells.yaml'), 'name: cells\narchitectures: nas-bench-201\n');
  await writeFile(join(folder, 'model.tflite'), writeTflite(buildArchitecture('squeezenet_v1_1')));
});
afterAll(() => rm(folder, { recursive: true }));

const parse = (text: string) => parseCampaign(text, join(folder, 'campaign.yaml'));

describe('a campaign file', () => {
  it('becomes samples: packed configurations and files, each by its content', async () => {
    const { samples, modelFiles, file } = await parse(campaign);
    expect(samples.map(({ name, spec }) => [name, spec.kind])).toEqual([
      ['tiny-1', 'operations'],
      ['tiny-2', 'operations'],
      ['tiny-3', 'operations'],
      ['model', 'file'],
    ]);
    const sizes = samples.map(({ spec }) => (spec.kind === 'operations' ? spec.configurations.length : 0));
    expect(sizes).toEqual([4, 4, 2, 0]);
    expect(modelFiles[0]).toMatchObject({
      name: 'model',
      sha256: (samples[3]?.spec as { sha256: string }).sha256,
    });
    expect(measurementOf(file)).toEqual({ runs: 5, warmupRuns: 1, minSeconds: 0, maxSeconds: 150 });
  });

  it('reads a file again when its content is asked for, and refuses it where that is another one', async () => {
    const { modelFiles } = await parse(campaign);
    const path = join(folder, 'model.tflite');
    const before = await readFile(path);
    expect(before.equals((await modelFiles[0]?.read()) ?? Buffer.alloc(0))).toBe(true);
    await writeFile(path, writeTflite(buildArchitecture('squeezenet_v1_0')));
    await expect(modelFiles[0]?.read()).rejects.toMatchObject({ code: 'CAMPAIGN_FILE_UNUSABLE' });
    await writeFile(path, before);
  });

  it('refuses a file that is larger than what the database keeps, unread', async () => {
    await writeFile(join(folder, 'large.tflite'), '');
    await truncate(join(folder, 'large.tflite'), mostModelFileBytes + 1);
    await expect(parse(campaign.replace('model.tflite', 'large.tflite'))).rejects.toMatchObject({
      code: 'CAMPAIGN_FILE_UNUSABLE',
      message: expect.stringContaining('files[0]') as string,
    });
  });

  it('samples whole networks from a space of architectures, by names that build them', async () => {
    const text = `
name: example
owner: someone
scenarios: [1large-t1-int8-builtin-2.15]
sampledArchitectures: [{ searchSpace: cells.yaml, samples: 3, precision: int8 }]
`;
    const { samples } = await parse(text);
    expect(samples).toHaveLength(3);
    for (const { name, spec } of samples) {
      expect(name).toMatch(/^nas-bench-201~/);
      expect(spec).toEqual({ kind: 'architecture', name, precision: 'int8' });
    }
  });

  it('refuses networks that nobody can build, with line and field', async () => {
    const text = campaign.replace('files: [model.tflite]', 'architectures: [{ name: resnet19 }]');
    await expect(parse(text)).rejects.toThrow(
      /campaign\.yaml:9:.*architectures\[0\]\.name: there is no architecture named resnet19/,
    );
  });

  it('gives the same samples for the same seed and others for another', async () => {
    const hashes = async (seed: number) => {
      const { samples } = await parse(`${campaign}seed: ${seed}\n`);
      return samples.map(({ contentHash }) => contentHash);
    };
    expect(await hashes(3)).toEqual(await hashes(3));
    expect(await hashes(3)).not.toEqual(await hashes(4));
  });

  it.each([
    [
      'scenarios: [1large-t1-float32-builtin-2.15]',
      'scenarios: [fast]',
      4,
      'scenarios[0]',
      'expected a scenario such as',
    ],
    ['samples: 10', 'samples: some', 7, 'operations[0].samples', 'expected a number of samples'],
    ['pack: 4', 'pack: 0', 8, 'operations[0].pack', ''],
    ['owner: someone', 'onwer: someone', 3, 'onwer', 'no such field'],
    ['measurement: { runs: 5 }', 'measurement: { runs: 0 }', 10, 'measurement.runs', ''],
    ['measurement: { runs: 5 }', 'budget: { phoneMinutes: -1 }', 10, 'budget.phoneMinutes', ''],
  ])('says where the mistake is: %s -> %s', async (right, wrong, line, field, message) => {
    const refusal = parse(campaign.replace(right, wrong));
    await expect(refusal).rejects.toMatchObject({ code: 'INVALID_FILE', blame: 'config' });
    const problem = `campaign\\.yaml:${line}:\\d+: ${field.replaceAll(/[[\].]/g, '\\$&')}: .*${message}`;
    await expect(refusal).rejects.toThrow(new RegExp(problem));
  });

  it('refuses to ask for nothing', async () => {
    const nothing = campaign.replace(/operations:[\s\S]*\]/, '');
    await expect(parse(nothing)).rejects.toThrow(
      'expected at least one of operations, architectures, sampledArchitectures and files',
    );
  });

  it('keeps the prior that it brings, and refuses one that was altered or is of another version, with line and field', async () => {
    const shipped = await readFile(new URL('../../../configs/priors/phones.json', import.meta.url), 'utf8');
    const active = (prior: string) => `
name: example
owner: someone
scenarios: [1large-t1-float32-builtin-2.15]
architectures: [{ name: resnet10 }]
active: { units: networks, budgetPhoneMinutes: 5, prior: ${prior} }
`;
    await writeFile(join(folder, 'own.json'), shipped);
    await writeFile(join(folder, 'altered.json'), shipped.replace('"phones"', '"others"'));
    await writeFile(join(folder, 'later.json'), shipped.replace('"version": 2', '"version": 3'));
    expect((await parse(active('own.json'))).active?.prior?.name).toBe('phones');
    expect((await parse(active('auto'))).active).not.toHaveProperty('prior');
    const place = 'campaign.yaml:6:58: active.prior: ';
    await expect(parse(active('altered.json'))).rejects.toThrow(`${place}altered.json: sha256: `);
    await expect(parse(active('later.json'))).rejects.toThrow(`${place}later.json: version: `);
    await expect(parse(active('absent.json'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('refuses files that are not there', async () => {
    await expect(parse(campaign.replace('model.tflite', 'absent.tflite'))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('absent.tflite') as string,
    });
    await expect(parse(campaign.replace('space.yaml', 'absent.yaml'))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
  });
});
