import { GraphError } from '../../graph/index.js';
import type { Campaign } from '../campaign/campaign.js';
import type { CampaignSample } from '../campaign/plan/campaign-sample.js';
import type { InferenceTimes } from '../cost/prior-latency.js';
import { runMs } from '../cost/run-cost.js';
import type { PlaceCost } from './place-cost.js';

/** Networks take long to build; so many samples, evenly chosen, tell the mean of all. */
const mostSamples = 200;

/** Mean phone time of a run of the campaign's samples, ms, at each of some places. Each file is read once, and no two are held. */
export async function meanRunMs(
  { file, samples, modelFiles }: Campaign,
  places: readonly PlaceCost[],
): Promise<number[]> {
  const files = new Map(modelFiles.map(({ sha256, read }) => [sha256, read]));
  const step = Math.max(1, samples.length / mostSamples);
  const chosen = Array.from(
    { length: Math.min(samples.length, mostSamples) },
    (_, index) => samples[Math.floor(index * step)] as CampaignSample,
  );
  const totalsMs = places.map(() => 0);
  for (const { spec } of chosen) {
    const content = spec.kind === 'file' ? await files.get(spec.sha256)?.() : undefined;
    for (const [index, { cost, timesUs }] of places.entries())
      totalsMs[index] =
        (totalsMs[index] ?? 0) + runMs(cost, file.measurement, timeOf(timesUs, spec, content));
  }
  return totalsMs.map((totalMs) => totalMs / chosen.length);
}

/** A file that cannot be read fails when it is measured, and takes no inferences. */
function timeOf(
  timesUs: InferenceTimes,
  spec: CampaignSample['spec'],
  content: Uint8Array | undefined,
): number {
  try {
    return timesUs(spec, content);
  } catch (error) {
    if (error instanceof GraphError) return 0;
    throw error;
  }
}
