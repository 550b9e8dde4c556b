import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { latencyText } from '../../src/cli/output/format.js';
import { precisionOfGraph, readTflite } from '../../src/graph/index.js';
import { buildCampaign, type Campaign } from '../../src/orchestrator/index.js';
import type { NpmNetwork } from '../support/npm-networks.js';
import { measureCampaigns } from '../worker/measure-campaigns.js';
import { startMeasuringFarm, type MeasuringFarm } from '../worker/measuring-farm.js';

/** The version of TensorFlow whose runtime the virtual phone's benchmark tool has. */
export const runtimeVersion = '2.12';

/** What was made of a network, or why it was refused. */
export interface Step {
  readonly text: string;
  readonly refused?: string;
}

const measurement = { runs: 2, warmupRuns: 1 };

/** Measures files on a virtual phone, each in the scenario of its precision; by the files' names. */
export async function measureFiles(networks: readonly NpmNetwork[]): Promise<ReadonlyMap<string, Step>> {
  const folder = await mkdtemp(join(tmpdir(), 'farm-npm-networks-'));
  const farm = await startMeasuringFarm();
  try {
    await farm.addRuntime(runtimeVersion);
    const results = new Map<string, Step>();
    const campaigns = new Map<string, Campaign>();
    for (const { name, bytes } of networks) {
      await writeFile(join(folder, name), bytes);
      const campaign = await campaignOf(name, bytes, folder);
      if ('text' in campaign) results.set(name, campaign);
      else campaigns.set(name, campaign);
    }
    const ids = await measureCampaigns(farm, [...campaigns.values()]);
    for (const [index, name] of [...campaigns.keys()].entries())
      results.set(name, await outcomeOf(farm, ids[index] ?? ''));
    return results;
  } finally {
    await farm.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function campaignOf(name: string, bytes: Uint8Array, folder: string): Promise<Campaign | Step> {
  try {
    const [stored = 'float32'] = precisionOfGraph(readTflite(bytes).graphs[0]).precisions;
    const precision = stored === 'float16' ? 'float16weights' : stored;
    return await buildCampaign(
      {
        ...{ name: campaignName(name), owner: 'bench', measurement, files: [name] },
        scenarios: [`1large-t1-${precision}-builtin-${runtimeVersion}`],
      },
      folder,
    );
  } catch (error) {
    return refusalStep(error);
  }
}

/** A refusal that is named; throws what is none again. */
export function refusalStep(error: unknown): Step {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  return { text: 'refused', refused: `${String(error.code)}: ${error.message}` };
}

function campaignName(file: string): string {
  return file.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

async function outcomeOf({ database }: MeasuringFarm, campaignId: string): Promise<Step> {
  const run = await database.prisma.run.findFirst({ where: { campaignId }, orderBy: { finishedAt: 'desc' } });
  if (run === null) throw new Error(`campaign ${campaignId} ended without a run`);
  const { verdict, verdictReason, failureCode, failureMessage, inferenceMeanUs, operationSumUs } = run;
  if (verdict === null) return { text: 'failed', refused: `${failureCode ?? '?'}: ${failureMessage ?? '?'}` };
  if (verdict !== 'ok') return { text: verdict, refused: `${verdict}: ${verdictReason ?? ''}` };
  const times = [inferenceMeanUs ?? NaN, operationSumUs ?? NaN];
  if (times.some((us) => !(us >= 0))) throw new Error(`campaign ${campaignId} has the times ${times.join()}`);
  return { text: latencyText(inferenceMeanUs ?? 0) };
}
