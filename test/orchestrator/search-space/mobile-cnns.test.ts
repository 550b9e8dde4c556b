import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { architectureFamily, architectureNames, buildArchitecture } from '../../../src/graph/index.js';
import { readSearchSpace } from '../../../src/orchestrator/search-space/search-space.js';

const file = fileURLToPath(new URL('../../../configs/search-spaces/mobile-cnns.yaml', import.meta.url));
const transformers = ['cvt', 'efficientformer', 'mit', 'mobilevit', 'swin', 'vit'];

it('mobile-cnns.yaml shares its samples out as convolutional networks use operators, within half a percent', async () => {
  const networks = architectureNames().filter((name) => !transformers.includes(architectureFamily(name)));
  const operators = networks.flatMap((name) =>
    buildArchitecture(name).operations.map(({ operator }) => operator),
  );
  const { operations } = await readSearchSpace(file);
  const shares = operations.reduce((sum, { share }) => sum + share, 0);
  expect(networks).toHaveLength(102);
  for (const operator of new Set(operators)) {
    const used = operators.filter((other) => other === operator).length / operators.length;
    const parts = operations.filter((operation) => operation.operator === operator);
    const sampled = parts.reduce((sum, { share }) => sum + share, 0) / shares;
    expect(Math.abs(sampled - used), operator).toBeLessThan(0.005);
  }
});
