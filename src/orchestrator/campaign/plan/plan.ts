import { runKey } from '../../../records/run.js';
import type { RunJob } from '../../../records/run.js';

/** A run as it is going to be stored. */
export interface PlannedRun {
  readonly key: string;
  readonly sampleHash: string;
  readonly scenarioKey: string;
  readonly poolKey: string;
  readonly repetition: number;
}

/** What the runs of a campaign are made of. */
export interface RunPlan {
  readonly campaignId: string;
  /** Samples with the scenarios in which each is measured. */
  readonly samples: readonly { readonly contentHash: string; readonly scenarioKeys: readonly string[] }[];
  readonly poolKeys: readonly string[];
  readonly repetitions: number;
}

/** Every sample in its scenarios on every pool, as often as it is to be repeated; scenario by scenario. */
export function planRuns({ campaignId, samples, poolKeys, repetitions }: RunPlan): PlannedRun[] {
  const scenarioKeys = [...new Set(samples.flatMap((sample) => sample.scenarioKeys))];
  return Array.from({ length: repetitions }, (_, repetition) =>
    poolKeys.flatMap((poolKey) =>
      scenarioKeys.flatMap((scenarioKey) =>
        hashesIn(scenarioKey, samples).map((sampleHash) => {
          const identity = { campaignId, sampleHash, scenarioKey, poolKey, repetition };
          return { key: runKey(identity), sampleHash, scenarioKey, poolKey, repetition };
        }),
      ),
    ),
  ).flat();
}

function hashesIn(scenarioKey: string, samples: RunPlan['samples']): string[] {
  return samples.flatMap(({ contentHash, scenarioKeys }) =>
    scenarioKeys.includes(scenarioKey) ? [contentHash] : [],
  );
}

/** What the plan of a job needs to know of a run. */
export interface QueuedRun {
  readonly id: string;
  readonly scenarioKey: string;
  readonly poolKey: string;
}

/** A job, and the pool whose queue it belongs to. */
export interface PoolJob {
  readonly poolKey: string;
  readonly job: RunJob;
}

/** Jobs of at most `runsPerJob` runs each, in the runs' order, each of one pool and one scenario. */
export function planJobs(runs: readonly QueuedRun[], runsPerJob: number): PoolJob[] {
  const jobs: { poolKey: string; runIds: string[] }[] = [];
  const open = new Map<string, (typeof jobs)[number]>();
  for (const { id, poolKey, scenarioKey } of runs) {
    const group = `${poolKey} ${scenarioKey}`;
    let job = open.get(group);
    if (job === undefined || job.runIds.length === runsPerJob) {
      job = { poolKey, runIds: [] };
      jobs.push(job);
      open.set(group, job);
    }
    job.runIds.push(id);
  }
  return jobs.map(({ poolKey, runIds }) => ({ poolKey, job: { runIds } }));
}
