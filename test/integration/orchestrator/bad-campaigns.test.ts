import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseCampaign, submitCampaign } from '../../../src/orchestrator/index.js';
import type { RunQueues } from '../../../src/orchestrator/index.js';
import { addPool, addTool } from '../../support/farm-pools.js';
import { startTestPostgres } from '../../support/postgres.js';
import type { TestPostgres } from '../../support/postgres.js';

const scenario = '1large-t1-float32-builtin-2.15';

const space = `name: tiny
operations:
  - name: relu
    operator: RELU
    parameters: { height: { integer: [1, 40] }, channels: { integer: [1, 40] } }
`;

const emptySpace = space.replace('tiny', 'empty') + '    constraints: [flops < 0]\n';

let database: TestPostgres;
let folder: string;
let pool: string;
beforeAll(async () => {
  database = await startTestPostgres();
  await addTool(database);
  const clusters = [
    { name: 'small', cpus: [0, 1, 2, 3] },
    { name: 'large', cpus: [4] },
  ];
  pool = await addPool(database, { coreClusters: clusters });
  folder = await mkdtemp(join(tmpdir(), 'latency-farm-bad-campaigns-'));
  await writeFile(join(folder, 'space.yaml'), space);
  await writeFile(join(folder, 'empty.yaml'), emptySpace);
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const noQueues: RunQueues = () => {
  throw new Error('nobody may be woken');
};

/** Line by line as it is complained about. */
const text = () => `name: example
owner: someone
scenarios: [${scenario}]
phones:
  pools: [${pool}]
operations:
  - { searchSpace: space.yaml, samples: 60 }
active:
  strategy: combined
  budgetPhoneMinutes: 30
  target: { withinPercent: 5, ofNetworksPercent: 90 }
`;

async function submit(right: string, wrong: string): Promise<unknown> {
  const campaign = await parseCampaign(text().replace(right, wrong), join(folder, 'campaign.yaml'));
  return submitCampaign(database, noQueues, campaign);
}

describe('before anything is stored, a campaign is refused with line and field for', () => {
  it.each([
    ['an unknown strategy', 'combined', 'clairvoyance', 'INVALID_FILE', '9:.*active.strategy'],
    ['an empty space', 'space.yaml', 'empty.yaml', 'SEARCH_SPACE_EMPTY', '7:.*searchSpace'],
    ['a space too small', 'samples: 60', 'samples: 9000', 'SEARCH_SPACE_EXHAUSTED', '7:.*searchSpace'],
    [
      'too few candidates',
      'samples: 60',
      'samples: 20',
      'ACTIVE_CANDIDATES_UNSUITABLE',
      '9:.*active.seedSize',
    ],
    [
      'a budget of less than a run',
      'Minutes: 30',
      'Minutes: 0.005',
      'CAMPAIGN_BUDGET_TOO_SMALL',
      '10:.*budgetPhone',
    ],
    ['more than all networks', 'Percent: 90', 'Percent: 101', 'INVALID_FILE', '11:.*ofNetworksPercent'],
    ['an error of nothing', 'withinPercent: 5', 'withinPercent: 0.1', 'INVALID_FILE', '11:.*withinPercent'],
    ['a pool that is not there', 'pools: [pool', 'pools: [loop', 'CAMPAIGN_PHONES_MISSING', '5:.*pools.0'],
    [
      'a model that is not there',
      'pools: [',
      'deviceModels: [Absent, ',
      'CAMPAIGN_PHONES_MISSING',
      '5:.*deviceModels.0',
    ],
    ['a label that no phone has', 'pools: [', 'labels: [', 'CAMPAIGN_PHONES_MISSING', '5:.*labels.0'],
    ['a runtime without a tool', '2.15', '1.1', 'CAMPAIGN_SCENARIO_IMPOSSIBLE', '3:.*scenarios.0'],
    ['cores that no phone has', '1large', '2large', 'CAMPAIGN_SCENARIO_IMPOSSIBLE', '3:.*4small, 1large'],
    ['a scenario that is none', '1large', 'fast', 'INVALID_FILE', '3:.*scenarios.0'],
    [
      'a GPU that the phone has not',
      scenario,
      'gpu-t1-float32-gpu-2.15',
      'CAMPAIGN_SCENARIO_IMPOSSIBLE',
      '3:.*scenarios.0.*no GPU',
    ],
    [
      'the GPU delegate on CPU cores',
      scenario,
      '1large-t1-float32-gpu-2.15',
      'CAMPAIGN_SCENARIO_IMPOSSIBLE',
      '3:.*scenarios.0',
    ],
    [
      'float16 in built-in kernels',
      scenario,
      '1large-t1-float16-builtin-2.15',
      'CAMPAIGN_SCENARIO_IMPOSSIBLE',
      '3:.*scenarios.0',
    ],
    [
      'operations of a black box, which nothing times',
      `${scenario}]`,
      'npu-t1-float32-nnapi-2.15]',
      'INVALID_FILE',
      '9:.*active.units: .*expected networks',
    ],
    [
      'an active campaign of two precisions',
      scenario,
      `${scenario}, 1large-t1-int8-builtin-2.15`,
      'CAMPAIGN_PRECISION_MISFIT',
      '3:.*scenarios: .*one precision',
    ],
  ])('%s', async (_, right, wrong, code, where) => {
    const refusal = submit(right, wrong);
    await expect(refusal).rejects.toMatchObject({ code, blame: 'config' });
    await expect(refusal).rejects.toThrow(new RegExp(`campaign\\.yaml:${where}`));
    expect(await database.prisma.campaign.count()).toBe(0);
  });

  const onBlackBox = (delegates: string) => {
    const file = `name: boxes
owner: someone
scenarios: [npu-t1-float32-external.qnn-2.15]
architectures: [{ name: mobilenetv2_wd2 }]
delegates: { ${delegates} }
`;
    const campaign = parseCampaign(file, join(folder, 'campaign.yaml'));
    return campaign.then((each) => submitCampaign(database, noQueues, each));
  };
  const qnn = 'qnn: { library: /data/local/tmp/libqnn.so }';

  it.each([
    ['that nobody has said what it is', '', '3:.*scenarios.0.: .*nothing says what it is'],
    ['that has nothing to load', 'qnn: {}', '5:.*delegates.qnn: .*has a library'],
    [
      'that no scenario uses',
      `${qnn}, other: { accelerator: qti-dsp }`,
      '5:.*delegates.other: .*no scenario',
    ],
  ])('a black box %s', async (_, delegates, where) => {
    const refusal = onBlackBox(delegates);
    await expect(refusal).rejects.toMatchObject({ code: 'CAMPAIGN_DELEGATE_UNCLEAR', blame: 'config' });
    await expect(refusal).rejects.toThrow(new RegExp(`campaign\\.yaml:${where}`));
    expect(await database.prisma.campaign.count()).toBe(0);
  });

  it('a black box that is another in an earlier campaign, as one name means one thing', async () => {
    const spec = { delegates: { qnn: { library: '/data/local/tmp/libqnn.so', partial: 'accept' } } };
    const earlier = { name: 'earlier', owner: 'test', seed: 1, spec, specHash: '0'.repeat(64) };
    const { id } = await database.prisma.campaign.create({ data: { ...earlier, state: 'DONE' } });
    await expect(onBlackBox(qnn)).rejects.toThrow(/delegates\.qnn: .* in campaign earlier it is another/);
    await database.prisma.campaign.delete({ where: { id } });
  });

  it('a target that the phone itself does not keep, once its noise is known', async () => {
    const spread = [0, 12, -9, 14, -13, 8, -6, 15, -14, 10, -11, 9];
    await storeRepeats(spread.map((percent) => 1000 * (1 + percent / 100)));
    const refusal = submit('withinPercent: 5', 'withinPercent: 2');
    await expect(refusal).rejects.toMatchObject({ code: 'CAMPAIGN_TARGET_UNREACHABLE' });
    await expect(refusal).rejects.toThrow(
      /campaign\.yaml:11:.*active\.target: .* measures the same model ±\d/,
    );
  });
});

/** Runs of one model, one after the other. */
async function storeRepeats(latenciesUs: readonly number[]): Promise<void> {
  const { id: poolId } = await database.prisma.pool.findUniqueOrThrow({ where: { key: pool } });
  const [coreSet, delegate, precision] = ['1large', 'builtin', 'float32'];
  const measured = await database.prisma.scenario.create({
    data: { key: scenario, coreSet, threads: 1, precision, delegate, runtimeVersion: '2.15' },
  });
  for (const [index, inferenceMeanUs] of latenciesUs.entries()) {
    const campaign = await database.prisma.campaign.create({
      data: { name: 'earlier', owner: 'test', state: 'DONE', seed: 1, spec: {}, specHash: '0'.repeat(64) },
    });
    const sample = await database.prisma.sample.create({
      data: {
        campaignId: campaign.id,
        ordinal: 0,
        kind: 'OPERATIONS',
        name: 'repeated',
        contentHash: '1'.repeat(64),
        spec: { kind: 'operations', configurations: [] },
      },
    });
    await database.prisma.run.create({
      data: {
        key: randomUUID().replaceAll('-', '').padEnd(64, '0'),
        campaignId: campaign.id,
        sampleId: sample.id,
        scenarioId: measured.id,
        poolId,
        repetition: 0,
        state: 'DONE',
        verdict: 'ok',
        inferenceMeanUs,
        finishedAt: new Date(index),
      },
    });
  }
}
