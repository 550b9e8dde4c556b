import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { graphOfConfigurations, outputsOf, writeTflite } from '../../../src/graph/index.js';
import { readSearchSpace, sampleSearchSpace } from '../../../src/orchestrator/index.js';
import { TfliteRuntime } from '../../support/tflite-runtime.js';

const spaceFile = fileURLToPath(
  new URL('../../../configs/search-spaces/small-vision-networks.yaml', import.meta.url),
);

it('draws only configurations that TFLite accepts and gives the shapes that were computed for them', async () => {
  const runtime = await TfliteRuntime.load();
  const samples = sampleSearchSpace(await readSearchSpace(spaceFile), 400, 77);
  for (let first = 0; first < samples.length; first += 16) {
    const configurations = samples.slice(first, first + 16).map(({ configuration }) => configuration);
    const { outputs } = runtime.run(writeTflite(graphOfConfigurations(configurations)));
    const expected = configurations.flatMap(outputsOf).map(({ shape }) => shape);
    expect(outputs.map(({ shape }) => shape)).toEqual(expected);
  }
});
