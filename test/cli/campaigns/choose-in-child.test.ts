import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { choosersInChildren } from '../../../src/cli/campaigns/round-process/choose-in-child.js';
import { buildCampaign } from '../../../src/orchestrator/index.js';
import { measurementSchema } from '../../../src/records/measurement.js';
import { chooseRound } from '../../../src/trainer/index.js';
import type { RoundOptions } from '../../../src/trainer/index.js';
import { bumpyLatencyUs } from '../../support/measured-campaigns.js';

async function question(more: Partial<RoundOptions> = {}): Promise<RoundOptions> {
  const { active } = await buildCampaign(
    {
      ...{ name: 'example', owner: 'test', scenarios: ['1large-t1-float32-builtin-2.15'] },
      operations: [{ searchSpace: '../search-spaces/small-vision-networks.yaml', samples: 40 }],
      active: { budgetPhoneMinutes: 1 },
    },
    fileURLToPath(new URL('../../../configs/campaigns', import.meta.url)),
  );
  const candidates = active?.candidates ?? [];
  const known = candidates.slice(0, 12);
  return {
    ...{ candidates, networks: [], strategy: 'combined', seed: 3, ordinal: 1, withinPercent: 5 },
    ...{
      seedSize: 12,
      roundSize: 6,
      cost: { startMs: 50, measurement: measurementSchema.parse({}), pack: 5 },
    },
    latenciesUs: new Map(known.map(({ hash, configuration }) => [hash, bumpyLatencyUs(configuration)])),
    chosen: new Set(known.map(({ hash }) => hash)),
    ...more,
  };
}

const inChild = choosersInChildren('postgres://127.0.0.1:1/nowhere');

describe('a round chosen in a process of its own', () => {
  it('is the one that this process would choose', async () => {
    const options = await question();
    expect(await inChild.operations(options)).toEqual(chooseRound(options));
  });

  it('fails as it would fail here', async () => {
    await expect(inChild.operations(await question({ strategy: 'clairvoyance' }))).rejects.toMatchObject({
      code: 'STRATEGY_UNKNOWN',
      retryable: false,
    });
  });
});
