import { expect, it } from 'vitest';

import { silentLogger } from '../../../../src/platform/index.js';
import { prepareScenario } from '../../../../src/worker/runs/session/prepare-scenario.js';
import { eventually } from '../../../support/eventually.js';
import { ManualClock } from '../../../support/manual-clock.js';

type Parameters = globalThis.Parameters<typeof prepareScenario>;

it('waits for a database that is away while the tool of a scenario is looked for', async () => {
  const clock = new ManualClock();
  let asked = 0;
  const find = () =>
    asked++ === 0
      ? Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
      : Promise.resolve({ sha256: 'tool' });
  const known = { toolPath: '/tool', binarySha256: 'tool', cores: undefined };
  const preparing = prepareScenario(
    { abis: ['arm64-v8a'] } as unknown as Parameters[0],
    { scenario: { runtimeVersion: '2.15' }, scenarioKey: 'k' } as unknown as Parameters[1],
    { binaries: { find }, clock, logger: silentLogger() } as unknown as Parameters[2],
    { scenario: () => known } as unknown as Parameters[3],
    new AbortController().signal,
  );
  await eventually(() => expect(clock.sleeperCount).toBe(1));
  clock.advance(1_000);
  expect(await preparing).toBe(known);
});
