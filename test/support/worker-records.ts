import { randomUUID } from 'node:crypto';

import type { Database } from '../../src/platform/database/index.js';
import type { DelegateSettings } from '../../src/records/delegate-settings.js';
import { runKey } from '../../src/records/run.js';
import { sampleHash } from '../../src/records/sample.js';
import type { SampleSpec } from '../../src/records/sample.js';
import { parseScenarioKey } from '../../src/records/scenario.js';
import type { Measurement } from '../../src/records/measurement.js';
import { storeScenarios } from '../../src/tables/scenario/scenarios.js';

/** A phone as discovery would have stored it; READY, and in a pool of its own unless one is named. */
export async function storePhone(
  { prisma }: Database,
  names: { readonly serialNumber?: string; readonly poolKey?: string } = {},
): Promise<{ phoneId: string; poolKey: string }> {
  const serialNumber = names.serialNumber ?? randomUUID();
  const poolKey = names.poolKey ?? `pool-${serialNumber}`;
  const traits = { deviceModel: 'Test Phone', socModel: 'T1', buildFingerprint: poolKey };
  const pool = await prisma.pool.upsert({
    where: { key: poolKey },
    create: { key: poolKey, ...traits },
    update: {},
  });
  const phone = await prisma.phone.create({
    data: {
      ...traits,
      serialNumber,
      poolId: pool.id,
      manufacturer: 'Test',
      androidRelease: '14',
      sdkLevel: 34,
      coreClusters: [],
      properties: {},
    },
  });
  return { phoneId: phone.id, poolKey };
}

export interface PlannedCampaign {
  readonly campaignId: string;
  /** In the order of the samples. */
  readonly runIds: readonly string[];
}

/** A running campaign with one run a sample in a pool and a scenario, as the orchestrator would have stored it. */
export async function storeCampaign(
  { prisma, pool: connections }: Database,
  poolKey: string,
  specs: readonly SampleSpec[],
  {
    scenarioKey = '1large-t1-float32-builtin-2.15',
    measurement = {},
    delegates = {},
  }: {
    scenarioKey?: string;
    measurement?: Partial<Measurement>;
    delegates?: Readonly<Record<string, Partial<DelegateSettings>>>;
  } = {},
): Promise<PlannedCampaign> {
  if (parseScenarioKey(scenarioKey) === undefined) throw new Error(`${scenarioKey} is no scenario`);
  const campaign = await prisma.campaign.create({
    data: {
      name: 'test',
      owner: 'tests',
      state: 'RUNNING',
      seed: 1,
      spec: JSON.parse(JSON.stringify({ measurement, delegates })) as object,
      specHash: '0'.repeat(64),
    },
  });
  await storeScenarios(connections, [scenarioKey]);
  const scenario = await prisma.scenario.findUniqueOrThrow({ where: { key: scenarioKey } });
  const pool = await prisma.pool.findUniqueOrThrow({ where: { key: poolKey } });
  const runIds: string[] = [];
  for (const [ordinal, spec] of specs.entries()) {
    const contentHash = sampleHash(spec);
    const sample = await prisma.sample.create({
      data: {
        campaignId: campaign.id,
        ordinal,
        kind: spec.kind === 'operations' ? 'OPERATIONS' : spec.kind === 'file' ? 'FILE' : 'ARCHITECTURE',
        name: spec.kind === 'operations' ? `sample ${ordinal}` : spec.name,
        contentHash,
        spec: JSON.parse(JSON.stringify(spec)) as object,
      },
    });
    const identity = {
      campaignId: campaign.id,
      sampleHash: contentHash,
      scenarioKey,
      poolKey,
      repetition: 0,
    };
    const run = await prisma.run.create({
      data: {
        key: runKey(identity),
        campaignId: campaign.id,
        sampleId: sample.id,
        scenarioId: scenario.id,
        poolId: pool.id,
        repetition: 0,
      },
    });
    runIds.push(run.id);
  }
  return { campaignId: campaign.id, runIds };
}

/** A sample of one small convolution; different ones for different heights. */
export function convolutionSample(height = 16): SampleSpec {
  return {
    kind: 'operations',
    configurations: [
      {
        operator: 'CONV_2D',
        attributes: { strideHeight: 1, strideWidth: 1, padding: 'SAME' },
        inputs: [
          { shape: [1, height, 16, 8], type: 'float32', constant: false },
          { shape: [8, 3, 3, 8], type: 'float32', constant: true },
          { shape: [8], type: 'float32', constant: true },
        ],
      },
    ],
  };
}
