import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { priorTimes } from '../../../src/orchestrator/cost/prior-latency.js';
import { decodeRatePrior, encodeRatePrior } from '../../../src/predictor/index.js';

const shipped = decodeRatePrior(
  readFileSync(new URL('../../../configs/priors/phones.json', import.meta.url), 'utf8'),
  'phones.json',
);
const spec = { kind: 'architecture', name: 'mobilenet_w1', precision: 'int8' } as const;

it('asks a prior of networks as they were first counted for no kind of work that was told apart later', () => {
  const first = decodeRatePrior(encodeRatePrior({ ...shipped, version: 1 }), 'first.json');
  const [before, now] = [first, shipped].map((prior) =>
    priorTimes(prior, '1large-t1-int8-builtin-2.15', undefined)?.(spec),
  ) as [number, number];
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(now);
});
