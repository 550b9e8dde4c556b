import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect, it } from 'vitest';

import { graphOfConfigurations, outputsOf, writeTflite } from '../../../src/graph/index.js';
import { readSearchSpace, sampleSearchSpace } from '../../../src/orchestrator/index.js';
import { operatorTemplates } from '../../../src/orchestrator/search-space/operators/index.js';
import { TfliteRuntime } from '../../support/tflite-runtime.js';

const spaceNamed = (name: string) =>
  readSearchSpace(fileURLToPath(new URL(`../../../configs/search-spaces/${name}.yaml`, import.meta.url)));

describe('what the sampler draws', () => {
  let runtime: TfliteRuntime;
  beforeAll(async () => {
    runtime = await TfliteRuntime.load();
  });

  it.each(['small-vision-networks', 'every-operator'])(
    'from %s is accepted by TFLite, which finds the shapes that were computed',
    async (name) => {
      const samples = sampleSearchSpace(await spaceNamed(name), 400, 77);
      for (let first = 0; first < samples.length; first += 16) {
        const configurations = samples.slice(first, first + 16).map(({ configuration }) => configuration);
        const { outputs } = runtime.run(writeTflite(graphOfConfigurations(configurations)));
        const expected = configurations.flatMap(outputsOf).map(({ shape }) => shape);
        expect(outputs.map(({ shape }) => shape)).toEqual(expected);
      }
    },
  );
});

it('can draw from every operator: every-operator.yaml lists them all', async () => {
  const { operations } = await spaceNamed('every-operator');
  expect(operations.map(({ operator }) => operator).toSorted()).toEqual(
    Object.keys(operatorTemplates).toSorted(),
  );
});
